//! Given names and family names from many places, which the demo combines at random, and their spelling in addresses.

use std::collections::BTreeSet;

use super::dice::Dice;

#[rustfmt::skip]
const GIVEN: &[&str] = &[
    "Adaeze", "Aiko", "Alejandra", "Amara", "Anahera", "Anders", "Aroha", "Arjun", "Asha", "Ayşe", "Bilal", "Björn",
    "Camille", "Chiara", "Chidi", "Cormac", "Daniela", "Deepa", "Dmitri", "Efua", "Eilidh", "Elif", "Emre", "Esperança",
    "Farah", "Fatou", "Giulia", "Hana", "Haruto", "Hamza", "Imani", "Inés", "Ioana", "Isla", "Jarek", "João",
    "Kaia", "Kwame", "Laila", "Lakshmi", "Leilani", "Linh", "Luca", "Małgorzata", "Mateo", "Mei", "Mikołaj", "Nadia",
    "Ngozi", "Nikau", "Noor", "Oksana", "Oluwaseun", "Paloma", "Petra", "Quang", "Rafael", "Rania", "Ravi", "Sana",
    "Siobhán", "Søren", "Tala", "Tomáš", "Valentina", "Wanjiru", "Xiulan", "Yara", "Yusuf", "Zoë",
];

#[rustfmt::skip]
const FAMILY: &[&str] = &[
    "Abara", "Acheampong", "Al-Sayegh", "Andersson", "Aydın", "Bahar", "Banerjee", "Beltrán", "Brandvold", "Castellano",
    "Chavanne", "Dankworth", "Demirel", "Diallo", "Dvořák", "Eriksen", "Fernando", "Fitzwarren", "Ganesan", "Gutiérrez",
    "Halvorsen", "Haddad", "Hernández", "Ibekwe", "Ishikawa", "Jankowski", "Kahananui", "Kamau", "Katzenberg", "Kovačević",
    "Laurentin", "Lindqvist", "Mäkinen", "Marchetti", "Mbeki-Rowe", "McGillivray", "Moana", "Nakagawa", "Nguyen-Hart", "Novotná",
    "O'Shaughnessy", "Okonjo", "Oyelaran", "Palmgren", "Papadakis", "Pereira", "Quispe", "Rahimi", "Ramaswamy", "Rosenvik",
    "Sandoval", "Shimada", "Siqueira", "Szymańska", "Tanaka-Bloom", "Te Rangi", "Thorvald", "Ueda", "Vasquez", "Venter",
    "Wachira", "Waweru", "Xiong", "Yamada", "Yılmaz", "Zielińska", "Zubiri",
];

/// Names in other scripts, with their addresses.
const OTHER_SCRIPTS: &[(&str, &str)] = &[
    ("佐久間 美晴", "miharu.sakuma"),
    ("김도윤", "doyun.kim"),
    ("Ελένη Βλαστού", "eleni.vlastou"),
    ("Оксана Левчук", "oksana.levchuk"),
    ("陳思穎", "siying.chen"),
];

/// Draws names of persons: each one once.
#[derive(Default)]
pub(super) struct Names {
    addresses: BTreeSet<String>,
    drawn: usize,
}

impl Names {
    /// Returns a name, and the part of its address before the `@`.
    pub(super) fn draw(&mut self, dice: &mut Dice) -> (String, String) {
        self.drawn += 1;
        if let Some((name, address)) = OTHER_SCRIPTS.get(self.drawn / 61).filter(|_| self.drawn.is_multiple_of(61)) {
            return ((*name).to_owned(), (*address).to_owned());
        }
        loop {
            let (given, family) = (dice.pick(GIVEN).unwrap_or(&"Robin"), dice.pick(FAMILY).unwrap_or(&"Doe"));
            let address = format!("{}.{}", ascii(given), ascii(family));
            if self.addresses.insert(address.clone()) {
                return (format!("{given} {family}"), address);
            }
        }
    }
}

/// Returns a name in lower-case ASCII.
fn ascii(name: &str) -> String {
    let letter = |c: char| match c.to_lowercase().next().unwrap_or(c) {
        'á' | 'ä' | 'ã' => 'a',
        'ç' | 'č' | 'ć' => 'c',
        'é' | 'ë' => 'e',
        'í' | 'ı' => 'i',
        'ł' => 'l',
        'ń' | 'ñ' => 'n',
        'ó' | 'ö' | 'ø' => 'o',
        'ř' => 'r',
        'ş' | 'š' => 's',
        'ž' => 'z',
        c => c,
    };
    name.chars().map(letter).filter(|c| c.is_ascii_alphabetic() || *c == '-').collect()
}
