#!/usr/bin/env python3
"""recognizers.py CLAIMBOOK SPECS.jsonl: how many cases of the Recognizers-Text specifications (Microsoft, MIT) are read alike.

A case passes when every result it expects in scope is read with the same value (and sort of unit, and days), and where it
expects none, when nothing of the sort is read. Out of scope by rule: ordinals (no quantities here), times of day, sets
("every Monday"), time zones, durations below a day, stretches that are open at one end ("since", "before", "around" a date), ages in
French ("5 ans" alone is a duration), discounts (八折). What is in scope and fails is in the README of src/reading.
"""
import collections, json, subprocess, sys

SORTS = {"PercentModel": {"percentage"}, "AgeModel": {"year of age", "month of age", "week of age", "day of age"},
         "TemperatureModel": {"celsius", "fahrenheit", "degree", "kelvin"}}
CURRENCIES = ("dollar", "euro", "pound", "yen", "yuan", "rupee", "won", "franc", "cent", "penny", "peso", "real", "ruble", "rand",
              "lira", "krone", "dirham", "riyal", "zloty", "baht", "ringgit", "shekel", "bitcoin", "rupiah")
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


def in_scope(case):
    if case["model"] == "OrdinalModel":
        return False
    if case["model"] == "AgeModel" and case["lang"] == "French":
        return False
    if "折" in case["text"]:
        return False
    if case["model"] == "DateTimeModel":
        if any("Mod" in value for r in case["results"] for value in (r["res"] or {}).get("values", [])):
            return False
        return all((r["type"] or "").split(".")[-1] in DAYS for r in case["results"])
    return True


def main():
    program, path = sys.argv[1:3]
    cases = [json.loads(line) for line in open(path, encoding="utf-8")]
    tags = {"English": "en", "French": "fr", "Chinese": "zh"}
    lines = [json.dumps({"id": i, "text": c["text"], "lang": tags[c["lang"]], "dct": (c["ref"] or "2016-11-07")[:10]}) for i, c in enumerate(cases)]
    output = subprocess.run([program, "quantities", "--jsonl"], input="\n".join(lines), capture_output=True, text=True).stdout
    answers = {a["id"]: a for a in map(json.loads, output.splitlines())}
    table = collections.defaultdict(lambda: [0, 0, 0])
    for i, case in enumerate(cases):
        row = table[case["model"], case["lang"]]
        row[2] += 1
        if in_scope(case):
            row[1] += 1
            row[0] += i in answers and passes(case, answers[i])
            if len(sys.argv) > 3 and sys.argv[3] == case["model"] and not (i in answers and passes(case, answers[i])):
                print(case["lang"], repr(case["text"]), [(r["text"], r["res"]) for r in case["results"]], answers.get(i, {}).get("quantities"), answers.get(i, {}).get("times"))
    for (model, lang), (good, scope, all_) in sorted(table.items()):
        print(f"{model:18} {lang:8} {good:4} of {scope:4} in scope ({100 * good / scope if scope else 0:5.1f} %), {all_ - scope:3} out of scope")


main()
