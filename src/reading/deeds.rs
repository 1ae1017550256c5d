//! Nouns for what a verb measures where no noun says so: “earned” is earnings.

use super::lexicon::Class;
use super::quantities::QuantityMention;
use super::subjects::phrase_start;
use super::tokens::Tokens;

/// What a verb measures where no noun says so: “it earned $1.72 a share”.
const DONE: [(&str, &str); 57] = [
    ("produira", "production"),
    ("produit", "production"),
    ("produisent", "production"),
    ("dépense", "dépenses"),
    ("dépensent", "dépenses"),
    ("économiser", "économies"),
    ("emprunte", "emprunt"),
    ("exporte", "exportations"),
    ("importe", "importations"),
    ("gagne", "gain"),
    ("cost", "cost"),
    ("costs", "cost"),
    ("fetched", "price"),
    ("fetches", "price"),
    ("weighs", "weight"),
    ("coûte", "coût"),
    ("coûtera", "coût"),
    ("coûterait", "coût"),
    ("coûté", "coût"),
    ("coûtent", "coût"),
    ("pèse", "poids"),
    ("earned", "earnings"),
    ("earns", "earnings"),
    ("earn", "earnings"),
    ("sold", "sales"),
    ("sells", "sales"),
    ("sell", "sales"),
    ("delivered", "deliveries"),
    ("delivers", "deliveries"),
    ("deliver", "deliveries"),
    ("exported", "exports"),
    ("export", "exports"),
    ("imported", "imports"),
    ("import", "imports"),
    ("produced", "production"),
    ("produces", "production"),
    ("produce", "production"),
    ("spent", "spending"),
    ("spends", "spending"),
    ("spend", "spending"),
    ("invested", "investment"),
    ("invests", "investment"),
    ("invest", "investment"),
    ("paid", "payment"),
    ("pays", "payment"),
    ("pay", "payment"),
    ("lost", "loss"),
    ("raised", "funds raised"),
    ("borrowed", "borrowing"),
    ("borrow", "borrowing"),
    ("owes", "debt"),
    ("owed", "debt"),
    ("saved", "savings"),
    ("save", "savings"),
    ("vendu", "ventes"),
    ("investi", "investissement"),
    ("perdu", "perte"),
];

/// The noun for what a verb before a number does: “earned” is earnings; `None` for other verbs.
pub(super) fn deed_of(tokens: &Tokens<'_>, quantity: &QuantityMention) -> Option<&'static str> {
    let start = phrase_start(tokens, quantity);
    (start.saturating_sub(4)..start)
        .rev()
        // “costs had fallen 8 %”: there it is a noun.
        .filter(|&at| {
            !tokens.any(at, &["cost", "costs"]) || !(at + 1..start).any(|near| tokens.is(near, Class::AUXILIARY.or(Class::VERB)))
        })
        .find_map(|at| DONE.iter().find(|(verb, _)| tokens.word(at, verb)).map(|(_, noun)| *noun))
}
