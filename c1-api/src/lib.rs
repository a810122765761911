//! Client for the C1 (ConductorOne) identity governance API.
