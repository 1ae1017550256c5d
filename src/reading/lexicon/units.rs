//! Units and currencies: the name of each in the singular, the short form that claims show, and the words that mean it.
//!
//! Names follow the SI brochure and common English; `claimbook quantities` prints them. Nothing is converted: miles in a source
//! stay miles.

use super::table::{List, units as list};

/// The kind of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) enum UnitKind {
    /// Hundredths of something.
    Percent,
    /// Differences of percentages: percentage points, basis points.
    Points,
    /// Money.
    Currency,
    /// Years, months, hours.
    Time,
    /// All other units of measurement.
    Physical,
}

/// One row of [`UNITS`].
#[derive(Debug, Clone, Copy)]
pub(in crate::reading) struct Unit {
    /// Its name in the singular.
    pub name: &'static str,
    /// The short form that a claim shows: `%`, `USD`, `km`.
    pub short: &'static str,
    /// The kind of unit.
    pub kind: UnitKind,
    english: &'static str,
    french: &'static str,
}

/// The index of a unit in [`UNITS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) struct UnitId(pub u8);

impl UnitId {
    /// The id that stands for no unit.
    pub const NONE: Self = Self(u8::MAX);

    /// Whether it stands for no unit.
    pub const fn is_none(self) -> bool {
        self.0 == u8::MAX
    }

    /// Whether it is money.
    pub fn is_currency(self) -> bool {
        self.row().is_some_and(|row| row.kind == UnitKind::Currency)
    }

    /// Its row in [`UNITS`].
    pub fn row(self) -> Option<&'static Unit> {
        UNITS.get(usize::from(self.0))
    }
}

const fn row(name: &'static str, short: &'static str, kind: UnitKind, english: &'static str, french: &'static str) -> Unit {
    Unit { name, short, kind, english, french }
}

use UnitKind::{Currency, Percent, Physical, Points, Time};

/// All units. The words are in lower case; signs that mean something else in another case are in [`SIGNS`].
pub(in crate::reading) const UNITS: &[Unit] = &[
    row("percentage", "%", Percent, "percent percents pct", "pourcent pourcents"),
    row("percentage point", "pp", Points, "pp ppt ppts", ""),
    row("basis point", "bp", Points, "bp bps", ""),
    row("dollar", "USD", Currency, "dollar dollars usd buck bucks", "dollar dollars usd"),
    row("euro", "EUR", Currency, "euro euros eur", "euro euros eur"),
    row("pound sterling", "GBP", Currency, "gbp quid sterling", "gbp"),
    row("japanese yen", "JPY", Currency, "yen jpy", "yen yens jpy"),
    row("chinese yuan", "yuan", Currency, "yuan renminbi rmb cny", "yuan yuans renminbi rmb cny"),
    row("cent", "cent", Currency, "cent cents", "centime centimes cents"),
    row("penny", "p", Currency, "pence penny pennies", "pence"),
    row("shekel", "ILS", Currency, "shekel shekels ils nis", "shekel shekels"),
    row("indian rupee", "INR", Currency, "rupee rupees inr rs", "roupie roupies inr"),
    row("south korean won", "KRW", Currency, "krw", "wons krw"),
    row("cfa franc", "XOF", Currency, "xof xaf", "xof xaf fcfa"),
    row("swiss franc", "CHF", Currency, "franc francs chf", "franc francs chf"),
    row("hong kong dollar", "HKD", Currency, "hkd", "hkd"),
    row("australian dollar", "AUD", Currency, "aud", "aud"),
    row("canadian dollar", "CAD", Currency, "cad", "cad"),
    row("new zealand dollar", "NZD", Currency, "nzd", "nzd"),
    row("singapore dollar", "SGD", Currency, "sgd", "sgd"),
    row("new taiwan dollar", "TWD", Currency, "twd", "twd"),
    row("malaysian ringgit", "MYR", Currency, "ringgit ringgits myr rm", "ringgit ringgits"),
    row("brazilian real", "BRL", Currency, "reais brl", "reais brl"),
    row("russian ruble", "RUB", Currency, "ruble rubles rouble roubles rub", "rouble roubles"),
    row("south african rand", "ZAR", Currency, "rand zar", "zar"),
    row("thai baht", "THB", Currency, "baht thb", "baht bahts"),
    row("turkish lira", "TRY", Currency, "lira liras", "livre livres lire lires"),
    row("krone", "krone", Currency, "krone kroner krona kronor crown crowns dkk sek nok", "couronne couronnes"),
    row("peso", "peso", Currency, "peso pesos", "peso pesos"),
    row("dirham", "AED", Currency, "dirham dirhams aed", "dirham dirhams"),
    row("riyal", "SAR", Currency, "riyal riyals sar", "riyal riyals"),
    row("zloty", "PLN", Currency, "zloty zlotys pln", "zloty zlotys"),
    row("rupiah", "IDR", Currency, "rupiah idr", "rupiah rupiahs"),
    row("vietnamese dong", "VND", Currency, "dong dongs vnd", "dong dongs vnd"),
    row("nigerian naira", "NGN", Currency, "naira nairas ngn", "naira nairas ngn"),
    row("ukrainian hryvnia", "UAH", Currency, "hryvnia hryvnias uah", "hryvnia hryvnias uah"),
    row("kazakh tenge", "KZT", Currency, "tenge kzt", "tenge kzt"),
    row("costa rican colón", "CRC", Currency, "colón colones crc", "colón colones crc"),
    row("georgian lari", "GEL", Currency, "lari laris", "lari laris"),
    row("lao kip", "LAK", Currency, "kip kips lak", "kip kips lak"),
    row("bitcoin", "BTC", Currency, "bitcoin bitcoins btc", "bitcoin bitcoins"),
    row("decade", "decade", Time, "decade decades", "décennie décennies"),
    row("year", "year", Time, "year years yr yrs", "an ans année années"),
    row("quarter", "quarter", Time, "quarters", "trimestre trimestres"),
    row("month", "month", Time, "month months", "mois"),
    row("week", "week", Time, "week weeks", "semaine semaines"),
    row("day", "day", Time, "day days", "jour jours"),
    row("hour", "hour", Time, "hour hours hr hrs", "heure heures"),
    row("minute", "minute", Time, "minute minutes min mins", "minute minutes min"),
    row("second", "second", Time, "second seconds sec secs", "seconde secondes"),
    row("millisecond", "ms", Time, "millisecond milliseconds ms", "milliseconde millisecondes"),
    row("century", "century", Time, "century centuries", "siècle siècles"),
    row("kilometre", "km", Physical, "kilometre kilometres kilometer kilometers km kms", "kilomètre kilomètres km"),
    row("metre", "m", Physical, "metre metres meter meters", "mètre mètres"),
    row("centimetre", "cm", Physical, "centimetre centimetres centimeter centimeters cm", "centimètre centimètres cm"),
    row("millimetre", "mm", Physical, "millimetre millimetres millimeter millimeters mm", "millimètre millimètres mm"),
    row("micrometre", "μm", Physical, "micrometre micrometres micrometer micrometers micron microns", "micromètre micromètres"),
    row("nanometre", "nm", Physical, "nanometre nanometres nanometer nanometers", "nanomètre nanomètres"),
    row("mile", "mile", Physical, "mile miles", "mile miles"),
    row("nautical mile", "nautical mile", Physical, "", ""),
    row("yard", "yard", Physical, "yard yards yd yds", "yard yards"),
    row("foot", "foot", Physical, "foot feet ft", "pied pieds"),
    row("inch", "inch", Physical, "inch inches", "pouce pouces"),
    row("light year", "light year", Physical, "", ""),
    row("hectare", "ha", Physical, "hectare hectares ha", "hectare hectares ha"),
    row("acre", "acre", Physical, "acre acres", "acre acres"),
    row("kilogram", "kg", Physical, "kilogram kilograms kilo kilos kg kgs", "kilogramme kilogrammes kilo kilos kg"),
    row("gram", "g", Physical, "gram grams gramme grammes", "gramme grammes"),
    row("microgram", "μg", Physical, "microgram micrograms microgramme microgrammes mcg", "microgramme microgrammes"),
    row("milligram", "mg", Physical, "milligram milligrams milligramme milligrammes mg", "milligramme milligrammes mg"),
    row("ton", "ton", Physical, "ton tons", ""),
    row("metric ton", "tonne", Physical, "tonne tonnes", "tonne tonnes"),
    row("kiloton", "kt", Physical, "kiloton kilotons kilotonne kilotonnes", "kilotonne kilotonnes"),
    row("megaton", "Mt", Physical, "megaton megatons megatonne megatonnes", "mégatonne mégatonnes"),
    row("gigaton", "Gt", Physical, "gigaton gigatons gigatonne gigatonnes", "gigatonne gigatonnes"),
    row("pound-mass", "lb", Physical, "lb lbs pound pounds", ""),
    row("ounce", "oz", Physical, "ounce ounces oz", "once onces"),
    row("carat", "carat", Physical, "carat carats", "carat carats"),
    row("litre", "l", Physical, "litre litres liter liters", "litre litres"),
    row("millilitre", "ml", Physical, "millilitre millilitres milliliter milliliters ml", "millilitre millilitres ml"),
    row("gallon", "gallon", Physical, "gallon gallons", "gallon gallons"),
    row("barrel", "barrel", Physical, "barrel barrels bbl", "baril barils"),
    row("bushel", "bushel", Physical, "bushel bushels", "boisseau boisseaux"),
    row("mile per hour", "mph", Physical, "mph", "mph"),
    row("kilometre per hour", "km/h", Physical, "kmh kph kmph", "kmh"),
    row("mile per gallon", "mpg", Physical, "mpg", ""),
    row("revolutions per minute", "rpm", Physical, "rpm", "tr"),
    row("knot", "knot", Physical, "knot knots", "nœud nœuds"),
    row("horsepower", "hp", Physical, "horsepower hp", "ch chevaux"),
    row("brake horsepower", "bhp", Physical, "bhp", ""),
    row("watt", "W", Physical, "watt watts", "watt watts"),
    row("kilowatt", "kW", Physical, "kilowatt kilowatts kw", "kilowatt kilowatts kw"),
    row("megawatt", "MW", Physical, "megawatt megawatts", "mégawatt mégawatts"),
    row("gigawatt", "GW", Physical, "gigawatt gigawatts gw", "gigawatt gigawatts gw"),
    row("terawatt", "TW", Physical, "terawatt terawatts tw", "térawatt térawatts"),
    row("watt hour", "Wh", Physical, "wh", "wh wattheure wattheures"),
    row("kilowatt hour", "kWh", Physical, "kwh", "kwh kilowattheure kilowattheures"),
    row("megawatt hour", "MWh", Physical, "mwh", "mwh mégawattheure mégawattheures"),
    row("gigawatt hour", "GWh", Physical, "gwh", "gwh gigawattheure gigawattheures"),
    row("terawatt hour", "TWh", Physical, "twh", "twh térawattheure térawattheures"),
    row("milliampere-hour", "mAh", Physical, "mah", "mah"),
    row("volt", "V", Physical, "volt volts", "volt volts"),
    row("kilovolt", "kV", Physical, "kilovolt kilovolts kv", "kilovolt kilovolts"),
    row("ampere", "A", Physical, "amp amps ampere amperes", "ampère ampères"),
    row("joule", "J", Physical, "joule joules", "joule joules"),
    row("calorie", "cal", Physical, "calorie calories kcal", "calorie calories kcal"),
    row("hertz", "Hz", Physical, "hertz hz", "hertz hz"),
    row("kilohertz", "kHz", Physical, "kilohertz khz", "kilohertz khz"),
    row("megahertz", "MHz", Physical, "megahertz mhz", "mégahertz mhz"),
    row("gigahertz", "GHz", Physical, "gigahertz ghz", "gigahertz ghz"),
    row("decibel", "dB", Physical, "decibel decibels db dba", "décibel décibels db"),
    row("pascal", "Pa", Physical, "pascal pascals", "pascal pascals"),
    row("megapascal", "MPa", Physical, "megapascal megapascals", "mégapascal"),
    row("gigapascal", "GPa", Physical, "gigapascal gigapascals gpa", "gigapascal"),
    row("pound per square inch", "psi", Physical, "psi", "psi"),
    row("kilopound per square inch", "ksi", Physical, "ksi", ""),
    row("bar", "bar", Physical, "", "bars"),
    row("newton", "N", Physical, "newton newtons", "newton newtons"),
    row("newton metre", "Nm", Physical, "nm", "nm"),
    row("foot pound-force", "lb-ft", Physical, "", ""),
    row("byte", "B", Physical, "byte bytes", "octet octets"),
    row("kilobyte", "kB", Physical, "kilobyte kilobytes kb", "kilooctet ko"),
    row("megabyte", "MB", Physical, "megabyte megabytes mb", "mégaoctet mégaoctets mo"),
    row("gigabyte", "GB", Physical, "gigabyte gigabytes gb gig gigs", "gigaoctet gigaoctets go"),
    row("terabyte", "TB", Physical, "terabyte terabytes tb", "téraoctet téraoctets to"),
    row("megabit per second", "Mbps", Physical, "mbps", "mbps"),
    row("gigabit per second", "Gbps", Physical, "gbps", "gbps"),
    row("megapixel", "MP", Physical, "megapixel megapixels", "mégapixel mégapixels"),
    row("degree", "°", Physical, "degree degrees deg", "degré degrés"),
    row("celsius", "°C", Physical, "celsius centigrade", "celsius"),
    row("fahrenheit", "°F", Physical, "fahrenheit", "fahrenheit"),
    row("kelvin", "K", Physical, "kelvin kelvins", "kelvin kelvins"),
    row("parts-per-million", "ppm", Physical, "ppm", "ppm"),
    row("parts-per-billion", "ppb", Physical, "ppb", "ppb"),
    row("mega british thermal unit", "MMBtu", Physical, "mmbtu", ""),
    row("twenty-foot equivalent unit", "TEU", Physical, "teu teus", "evp"),
];

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// The unit with this name, or [`UnitId::NONE`]; a test checks that the names used in this file exist.
pub(in crate::reading) const fn unit_named(name: &str) -> UnitId {
    let mut at = 0;
    while at < UNITS.len() {
        if same(UNITS[at].name, name) {
            return UnitId(at as u8);
        }
        at += 1;
    }
    UnitId::NONE
}

/// The words of all units in a language, as lists for a lexicon.
const fn lists(french: bool) -> [List; UNITS.len()] {
    let mut made = [list(UnitId::NONE, ""); UNITS.len()];
    let mut at = 0;
    while at < UNITS.len() {
        made[at] = list(UnitId(at as u8), if french { UNITS[at].french } else { UNITS[at].english });
        at += 1;
    }
    made
}

/// The English words of all units.
pub(super) const ENGLISH_WORDS: &[List] = &lists(false);
/// The French words of all units.
pub(super) const FRENCH_WORDS: &[List] = &lists(true);

/// Pairs of words that name one unit.
pub(in crate::reading) const COMPOUND_UNITS: &[(&str, &str, UnitId)] = &[
    ("per", "cent", unit_named("percentage")),
    ("pour", "cent", unit_named("percentage")),
    ("pour", "cents", unit_named("percentage")),
    ("percentage", "point", unit_named("percentage point")),
    ("percentage", "points", unit_named("percentage point")),
    ("percent", "points", unit_named("percentage point")),
    ("basis", "point", unit_named("basis point")),
    ("basis", "points", unit_named("basis point")),
    ("cfa", "francs", unit_named("cfa franc")),
    ("cfa", "franc", unit_named("cfa franc")),
    ("nautical", "mile", unit_named("nautical mile")),
    ("nautical", "miles", unit_named("nautical mile")),
    ("light", "years", unit_named("light year")),
    ("light", "year", unit_named("light year")),
    ("metric", "ton", unit_named("metric ton")),
    ("metric", "tons", unit_named("metric ton")),
    ("watt", "hours", unit_named("watt hour")),
    ("kilowatt", "hour", unit_named("kilowatt hour")),
    ("kilowatt", "hours", unit_named("kilowatt hour")),
    ("megawatt", "hours", unit_named("megawatt hour")),
    ("gigawatt", "hours", unit_named("gigawatt hour")),
    ("terawatt", "hours", unit_named("terawatt hour")),
    ("degrees", "celsius", unit_named("celsius")),
    ("degree", "celsius", unit_named("celsius")),
    ("degrees", "c", unit_named("celsius")),
    ("deg", "c", unit_named("celsius")),
    ("deg", "celsius", unit_named("celsius")),
    ("deg", "f", unit_named("fahrenheit")),
    ("deg", "fahrenheit", unit_named("fahrenheit")),
    ("degrés", "celsius", unit_named("celsius")),
    ("degrees", "fahrenheit", unit_named("fahrenheit")),
    ("degree", "fahrenheit", unit_named("fahrenheit")),
    ("degrees", "f", unit_named("fahrenheit")),
    ("pounds", "sterling", unit_named("pound sterling")),
    ("livres", "sterling", unit_named("pound sterling")),
    ("brake", "horsepower", unit_named("brake horsepower")),
    ("lb", "ft", unit_named("foot pound-force")),
    ("ft", "lb", unit_named("foot pound-force")),
    ("newton", "metres", unit_named("newton metre")),
    ("newton", "meters", unit_named("newton metre")),
];

/// Signs after a number that mean a unit only in this spelling; attached to the number or after a space.
pub(in crate::reading) const SIGNS: &[(&str, UnitId)] = &[
    ("W", unit_named("watt")),
    ("Wh", unit_named("watt hour")),
    ("MW", unit_named("megawatt")),
    ("TW", unit_named("terawatt")),
    ("V", unit_named("volt")),
    ("A", unit_named("ampere")),
    ("N", unit_named("newton")),
    ("Nm", unit_named("newton metre")),
    ("nm", unit_named("nanometre")),
    ("MP", unit_named("megapixel")),
    ("MPa", unit_named("megapascal")),
    ("GPa", unit_named("gigapascal")),
    ("μm", unit_named("micrometre")),
    ("µm", unit_named("micrometre")),
    ("kt", unit_named("kiloton")),
    ("Mt", unit_named("megaton")),
    ("Gt", unit_named("gigaton")),
    ("dBA", unit_named("decibel")),
    ("PS", unit_named("horsepower")),
];

/// Signs that are also letters of names or of scales: units if attached to the number (`5m`, `40g`), some also after a space.
pub(in crate::reading) const AMBIGUOUS_SIGNS: &[(&str, UnitId)] = &[
    ("m", unit_named("metre")),
    ("g", unit_named("gram")),
    ("l", unit_named("litre")),
    ("L", unit_named("litre")),
    ("t", unit_named("metric ton")),
    ("s", unit_named("second")),
    ("h", unit_named("hour")),
    ("p", unit_named("penny")),
    ("c", unit_named("cent")),
    ("¢", unit_named("cent")),
    ("pc", unit_named("percentage")),
    ("in", unit_named("inch")),
    ("C", unit_named("celsius")),
    ("F", unit_named("fahrenheit")),
    ("K", unit_named("kelvin")),
];

/// Currency signs, before or after a number; longer ones first.
pub(in crate::reading) const CURRENCY_SIGNS: &[(&str, UnitId)] = &[
    ("US$", unit_named("dollar")),
    ("$US", unit_named("dollar")),
    ("HK$", unit_named("hong kong dollar")),
    ("NT$", unit_named("new taiwan dollar")),
    ("NZ$", unit_named("new zealand dollar")),
    ("AU$", unit_named("australian dollar")),
    ("CA$", unit_named("canadian dollar")),
    ("A$", unit_named("australian dollar")),
    ("$A", unit_named("australian dollar")),
    ("C$", unit_named("canadian dollar")),
    ("S$", unit_named("singapore dollar")),
    ("R$", unit_named("brazilian real")),
    ("$", unit_named("dollar")),
    ("€", unit_named("euro")),
    ("£", unit_named("pound sterling")),
    ("¥", unit_named("japanese yen")),
    ("￥", unit_named("chinese yuan")),
    ("₹", unit_named("indian rupee")),
    ("₩", unit_named("south korean won")),
    ("₪", unit_named("shekel")),
    ("₽", unit_named("russian ruble")),
    ("฿", unit_named("thai baht")),
    ("₺", unit_named("turkish lira")),
    ("₫", unit_named("vietnamese dong")),
    ("₱", unit_named("peso")),
    ("₦", unit_named("nigerian naira")),
    ("₴", unit_named("ukrainian hryvnia")),
    ("₸", unit_named("kazakh tenge")),
    ("₡", unit_named("costa rican colón")),
    ("₾", unit_named("georgian lari")),
    ("₭", unit_named("lao kip")),
    ("₿", unit_named("bitcoin")),
];

/// Codes of currencies (ISO 4217) that are written with a scale before them, as in `MSEK 120` and `4.5 TEUR`.
const SCALED_CODES: &[(&str, UnitId)] = &[
    ("EUR", unit_named("euro")),
    ("USD", unit_named("dollar")),
    ("GBP", unit_named("pound sterling")),
    ("CHF", unit_named("swiss franc")),
    ("SEK", unit_named("krone")),
    ("NOK", unit_named("krone")),
    ("DKK", unit_named("krone")),
    ("JPY", unit_named("japanese yen")),
    ("AUD", unit_named("australian dollar")),
    ("CAD", unit_named("canadian dollar")),
    ("CNY", unit_named("chinese yuan")),
    ("PLN", unit_named("zloty")),
];

/// The power of ten and the currency of a code with a scale: `MEUR`, `kSEK`, `TCHF` (thousands, in German accounts), `BUSD`.
pub(in crate::reading) fn scaled_code(word: &str) -> Option<(u32, UnitId)> {
    let power = match word.as_bytes() {
        [b'M' | b'm', _, _, _] => 6,
        [b'K' | b'k' | b'T', _, _, _] => 3,
        [b'B', _, _, _] => 9,
        _ => return None,
    };
    SCALED_CODES.iter().find(|(code, _)| word.get(1..) == Some(code)).map(|(_, unit)| (power, *unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::lexicon::known_unit;

    #[test]
    fn every_name_and_sign_of_a_unit_is_known() {
        for unit in UNITS {
            let names = unit.english.split(' ').chain(unit.french.split(' ')).filter(|name| !name.is_empty());
            for name in names.chain([unit.short]).filter(|name| !name.is_empty()) {
                let found = known_unit(&name.to_ascii_uppercase()).unwrap_or_else(|| panic!("{name} is not known"));
                let says = |unit: &&Unit| {
                    let names = unit.english.split(' ').chain(unit.french.split(' '));
                    unit.short.eq_ignore_ascii_case(name) || names.into_iter().any(|own| own == name)
                };
                let all: Vec<&str> = UNITS.iter().filter(says).map(|unit| unit.name).collect();
                assert!(all.contains(&found.name), "{name}: {all:?}, not {}", found.name);
            }
        }
        assert_eq!(known_unit("nm").map(|unit| unit.name), Some("nanometre"));
        assert_eq!(known_unit("€").map(|unit| unit.name), Some("euro"));
        assert!(known_unit("store").is_none() && known_unit("").is_none());
    }

    #[test]
    fn every_name_that_is_used_exists() {
        let used = COMPOUND_UNITS
            .iter()
            .map(|row| row.2)
            .chain(SIGNS.iter().chain(AMBIGUOUS_SIGNS).chain(CURRENCY_SIGNS).map(|row| row.1));
        assert!(used.into_iter().all(|unit| unit.row().is_some()));
        assert!(UNITS.len() < usize::from(u8::MAX));
        for (at, unit) in UNITS.iter().enumerate() {
            assert_eq!(unit_named(unit.name), UnitId(at as u8), "{} stands there twice", unit.name);
        }
    }
}
