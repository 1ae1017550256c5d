#!/usr/bin/env python3
"""recognizers.py CLAIMBOOK SPECS.jsonl: how many cases of the Recognizers-Text specifications (Microsoft, MIT) are read alike.

A case passes when every result it expects in scope is read with the same value (and sort of unit, and days), and where it
expects none, when nothing of the sort is read. A percentage point (个百分点) is one here, not a percentage, and passes as one; "the
temperature in celsius" names a unit without a number, which nothing is expected of. Each case that is out of scope is so by one of the
rules of by_rule(), which are counted below the table. What is in scope and fails is in the README of src/reading.
"""
import collections, json, re, subprocess, sys

SORTS = {"PercentModel": {"percentage", "percentage point", "percent", "basis point"}, "AgeModel": {"year of age", "month of age", "week of age", "day of age"},
         "TemperatureModel": {"celsius", "fahrenheit", "degree", "kelvin"}}
CURRENCIES = ("dollar", "euro", "pound", "yen", "yuan", "rupee", "won", "franc", "cent", "penny", "peso", "real", "ruble", "rand",
              "lira", "krone", "dong", "naira", "hryvnia", "tenge", "colón", "lari", "kip", "dirham", "riyal", "zloty", "baht", "ringgit", "shekel", "bitcoin", "rupiah")
DAYS = {"date", "daterange", "duration"}


def number(text):
    try:
        return float(str(text).rstrip("%").replace(",", ".").replace("\u00a0", ""))
    except ValueError:
        return None


def same(a, b):
    return a is not None and isinstance(b, (int, float)) and abs(a - b) <= 1e-9 + 1e-6 * abs(a)


def of_sort(model, unit):
    head = unit.split(" per ")[0]
    if model in SORTS:
        return head in SORTS[model]
    if model == "CurrencyModel":
        return any(word in head for word in CURRENCIES)
    return True


def days(result):
    found = set()
    for value in (result["res"] or {}).get("values", []):
        if "start" in value and "end" in value:
            found.add((value["start"], value["end"]))
        elif value.get("type") == "date" and "value" in value:
            found.add((value["value"], value["value"]))
        elif value.get("type") == "duration":
            found.add(("duration", value.get("timex", "")))
    return found


def date_passes(case, answer):
    for result in case["results"]:
        wanted = days(result)
        got = {(t.get("from"), t.get("next")) for t in answer["times"]} | {(t.get("from"), t.get("from")) for t in answer["times"] if t.get("from") == t.get("to")}
        got |= {("duration", t["value"]) for t in answer["times"]}
        if not wanted & got:
            return False
    return bool(case["results"]) or not answer["times"]


def passes(case, answer):
    if case["model"] == "DateTimeModel":
        return date_passes(case, answer)
    numbers = [q for q in answer["quantities"] if of_sort(case["model"], q["unit"])]
    if case["model"] == "NumberRangeModel":
        return ranges_pass(case, numbers)
    wanted = [number((r["res"] or {}).get("value")) for r in case["results"]]
    wanted = [value for value in wanted if value is not None]
    values = [v for q in numbers for v in (q["value"] if isinstance(q["value"], list) else [q["value"]])]
    if not wanted and case["model"] != "NumberModel" and case["model"] != "DimensionModel":
        return not numbers
    return all(any(same(w, v) for v in values) for w in wanted)


def ranges_pass(case, numbers):
    for result in case["results"]:
        low, _, high = (result["res"] or {}).get("value", "").strip("[]()").partition(",")
        low, high = number(low), number(high)
        fits = [q for q in numbers if isinstance(q["value"], list) and same(low, q["value"][0]) and same(high, q["value"][1])
                or not isinstance(q["value"], list) and (high is None and q["change"] == ">" and same(low, q["value"])
                                                         or low is None and q["change"] == "<" and same(high, q["value"]))]
        if not fits:
            return False
    return True


HAN = "零〇一二两兩三四五六七八九十百千万萬亿億兆壹贰叁肆伍陆柒捌玖拾佰仟点點分之个個又半成余"
WORDS = re.compile(r"[^\d０-９½⅓⅔¼¾⅙⅛%％]+\Z")


def by_rule(case):
    """Why nothing is expected of a case; None if it is in scope."""
    model, text, results = case["model"], case["text"], case["results"]
    stated = [r for r in results if (r["res"] or {}).get("value", 0) not in (None, "null")]
    if model == "OrdinalModel":
        return "a rank is no quantity"
    if model == "AgeModel" and case["lang"] == "French":
        return "« 5 ans » alone is a length of time"
    if "折" in text or "折" in str(results):
        return "a discount (八折) is not read"
    if model == "DateTimeModel":
        if any("Mod" in value for r in results for value in (r["res"] or {}).get("values", [])):
            return "a stretch open at one end (since, before, around)"
        if not all((r["type"] or "").split(".")[-1] in DAYS for r in results):
            return "a time of day, a set (every Monday), a time zone or a length below a day"
        return None
    if results and not stated:
        return "a unit without a number"
    found = [r["text"] for r in stated]
    if any(re.search(f"[{HAN}０-９\\d] +[{HAN}０-９]", t) for t in found) and case["lang"] == "Chinese":
        return "spaces inside a Chinese number"
    if any("^" in t or re.search(r"\d *[kKgGmMtTＫ]\Z|\d *[kKｋＫ]", t) and model != "CurrencyModel" for t in found):
        return "powers, and letters that scale a bare number (10 k, 1.5 G)"
    if model == "PercentModel" and any(re.match(r"(per ?cents?|pourcent(age)?) (of|de|des) ", t.lower()) for t in found):
        return "“percent of 10” is a share of 10"
    if model in ("NumberModel", "NumberRangeModel"):
        if any(re.search(r"[\d./+:-]" + re.escape(t) + "|" + re.escape(t) + r"(?=[/:]\d|\.\d|-\d)", text) for t in found):
            return "a part of a date, address, telephone number or code"
        whole = text.strip(" .。!?,\"“”").lower()
        bare = [t for t in found if WORDS.match(t) and not re.search(r"\w", text[text.lower().find(t.lower()) + len(t):].strip(" .。,，!?\"”")[:1] or "")]
        if model == "NumberModel" and found and len(bare) == len(found):
            return "a number in words that counts nothing"
        if any(WORDS.match(t) and re.search(r"(th|rd)s?\b|firsts?\b|seconds?\b|over |ièmes?|ème|tiers", t) for t in found):
            return "fractions said as arithmetic (one over twenty, three twenty-firsts)"
        if case["lang"] == "Chinese" and any(re.fullmatch(f"[{HAN[:22]}]", t) for t in found):
            return "a single Chinese numeral: an article (一只), a rank (前三) or a name (四川)"
        if any(re.fullmatch(r"(one|un|une|two|2|1)", t.lower()) for t in found):
            return "one and two as articles and names"
        if re.fullmatch(r"[-－]?[\d０-９]([.．][\d０-９]+)?", whole.replace(" ", "")):
            return "a bare number below 10"
    return None


def main():
    program, path = sys.argv[1:3]
    cases = [json.loads(line) for line in open(path, encoding="utf-8")]
    tags = {"English": "en", "French": "fr", "Chinese": "zh"}
    lines = [json.dumps({"id": i, "text": c["text"], "lang": tags[c["lang"]], "dct": (c["ref"] or "2016-11-07")[:10]}) for i, c in enumerate(cases)]
    output = subprocess.run([program, "quantities", "--jsonl"], input="\n".join(lines), capture_output=True, text=True).stdout
    answers = {a["id"]: a for a in map(json.loads, output.splitlines())}
    table = collections.defaultdict(lambda: [0, 0, 0])
    rules = collections.Counter()
    for i, case in enumerate(cases):
        row = table[case["model"], case["lang"]]
        row[2] += 1
        rule = by_rule(case)
        rules[rule] += rule is not None
        if rule is None:
            row[1] += 1
            row[0] += i in answers and passes(case, answers[i])
            if len(sys.argv) > 3 and sys.argv[3] == case["model"] and not (i in answers and passes(case, answers[i])):
                print(case["lang"], repr(case["text"]), [(r["text"], r["res"]) for r in case["results"]], answers.get(i, {}).get("quantities"), answers.get(i, {}).get("times"))
    for (model, lang), (good, scope, all_) in sorted(table.items()):
        print(f"{model:18} {lang:8} {good:4} of {scope:4} in scope ({100 * good / scope if scope else 0:5.1f} %), {all_ - scope:3} out of scope")
    print("\nOut of scope, by rule:")
    for rule, count in rules.most_common():
        if count:
            print(f"{count:5} {rule}")


main()
