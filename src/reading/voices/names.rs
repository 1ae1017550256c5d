//! What a name says about who it is, by its letters alone.

/// Whether a voice is the author, or whoever is speaking: I, we.
pub(super) fn is_first_person(name: &str) -> bool {
    ["i", "we", "je", "nous", "on", "我", "我们"].iter().any(|word| name.eq_ignore_ascii_case(word))
}

/// Words before the name of a person.
const TITLES: [&str; 28] = [
    "mr",
    "mrs",
    "ms",
    "dr",
    "director",
    "chief",
    "president",
    "minister",
    "analyst",
    "economist",
    "lawmaker",
    "councillor",
    "chair",
    "chairman",
    "professor",
    "founder",
    "executive",
    "manager",
    "mayor",
    "senator",
    "spokesman",
    "spokeswoman",
    "m",
    "mme",
    "secretary",
    "deputy",
    "officer",
    "head",
];

/// Whether a voice is a person: it has a title, or is two or three words with capitals that are no organisation.
pub(super) fn is_person(name: &str) -> bool {
    const ORGANISATION: [&str; 22] = [
        "bank",
        "agency",
        "department",
        "ministry",
        "institute",
        "association",
        "federation",
        "group",
        "company",
        "council",
        "office",
        "commission",
        "union",
        "partners",
        "securities",
        "capital",
        "research",
        "journal",
        "post",
        "times",
        "news",
        "review",
    ];
    let words: Vec<String> = name.split([' ', ',']).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let capitals = name.split([' ', ',']).filter(|word| word.starts_with(char::is_uppercase)).count();
    let titled = words.iter().any(|word| TITLES.contains(&word.trim_end_matches('.')));
    let organised = words.iter().any(|word| ORGANISATION.contains(&word.as_str()));
    let upper = name.chars().all(|letter| !letter.is_lowercase());
    titled || !organised && !upper && (2..=4).contains(&words.len()) && capitals >= 2 && capitals + 1 >= words.len()
}
