//! Every finding in Chinese: the same numbers as in English, and no English words.

use compute_impact::finding::{Code, Severity};
use compute_impact::policy::Policy;
use compute_impact::{Finding, Language, Scenario};

/// Words in Latin letters that written Chinese keeps.
const KEPT: [&str; 9] = [
    "GDP", "ICT", "EFLOPS", "MW", "FP64", "FP32", "FP16", "FP8", "INT8",
];

/// The text without keys between backticks and without quoted words of the caller.
fn unquoted(text: &str) -> String {
    let mut until = None;
    let mut plain = String::new();
    for letter in text.chars() {
        match (until, letter) {
            (Some(end), _) if letter == end => until = None,
            (Some(_), _) => {}
            (None, '`') => until = Some('`'),
            (None, '“') => until = Some('”'),
            (None, _) => plain.push(letter),
        }
    }
    assert!(until.is_none(), "an open quotation: {text}");
    plain
}

/// Every number of a text in ascending order, money in units of its currency.
fn numbers(text: &str) -> Vec<f64> {
    const SCALES: [(&str, i32); 6] = [
        ("tn ", 12),
        ("bn ", 9),
        ("m ", 6),
        ("万亿", 12),
        ("亿", 8),
        ("万", 4),
    ];
    let mut text = text.to_owned();
    for (number, quarter) in ["一", "二", "三", "四"].into_iter().enumerate() {
        text = text.replace(&format!("第{quarter}季度"), &(number + 1).to_string());
    }
    let mut numbers = Vec::new();
    let mut rest = text.as_str();
    let mut before = String::new();
    while let Some(letter) = rest.chars().next() {
        if !letter.is_ascii_digit() {
            before.push(letter);
            rest = &rest[letter.len_utf8()..];
            continue;
        }
        let bytes = rest.as_bytes();
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let mut end = 1;
        while is_digit(end)
            || (matches!(bytes.get(end), Some(b',' | b'.' | b'e')) && is_digit(end + 1))
        {
            end += 1;
        }
        let digits = rest[..end].replace(',', "");
        rest = &rest[end..];
        let follows = rest.strip_prefix(' ').unwrap_or(rest);
        let scale = SCALES.iter().find(|(word, _)| follows.starts_with(word));
        let number = match scale {
            Some((_, exponent)) => format!("{digits}e{exponent}"),
            None => digits,
        };
        let number: f64 = number.parse().unwrap_or(f64::NAN);
        // A hyphen between two letters or digits is no sign.
        let is_negative = before
            .strip_suffix('-')
            .is_some_and(|before| !before.ends_with(|last: char| last.is_ascii_alphanumeric()));
        numbers.push(if is_negative { -number } else { number });
        before.push('0');
    }
    numbers.sort_unstable_by(f64::total_cmp);
    numbers
}

/// Compares one text in both languages.
#[track_caller]
fn agree(english: &str, chinese: &str) {
    let plain = unquoted(chinese);
    let is_chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
    assert!(plain.chars().any(is_chinese), "{chinese}");
    for word in plain.split(|letter: char| !letter.is_ascii_alphanumeric()) {
        // A number such as 1e300 has a letter and is no word.
        let is_number = word.starts_with(|first: char| first.is_ascii_digit());
        assert!(
            word.is_empty() || is_number || KEPT.contains(&word),
            "`{word}` in: {chinese}"
        );
    }
    for mark in [", ", ": ", "; ", " (", ". "] {
        assert!(!plain.contains(mark), "`{mark}` in: {chinese}");
    }
    assert_eq!(numbers(english), numbers(chinese), "{english}\n{chinese}");
}

/// Compares the message and the remedy of each finding in both languages.
#[track_caller]
pub(super) fn check(findings: &[Finding]) {
    for finding in findings {
        let [english, chinese] = [Language::English, Language::Chinese];
        assert_eq!(finding.message(), finding.message_in(english));
        assert_eq!(finding.remedy(), finding.remedy_in(english));
        agree(&finding.message(), &finding.message_in(chinese));
        agree(&finding.remedy(), &finding.remedy_in(chinese));
    }
}

#[test]
fn shipped_scenarios_have_findings_in_chinese() {
    for name in Scenario::shipped_names() {
        let scenario = Scenario::shipped(name).unwrap();
        check(&scenario.project().unwrap().findings());
        let policies = scenario.policies().iter().map(Policy::name);
        let policies: Vec<String> = policies.map(str::to_owned).collect();
        let each = policies.iter().map(|policy| vec![policy.clone()]);
        for active in each.chain([policies.clone()]) {
            let under = scenario.edit().under(active).build().unwrap();
            // Policies that exclude each other may leave nothing to compute with.
            if let Ok(projection) = under.project() {
                check(&projection.findings());
            }
        }
    }
}

#[test]
fn a_finding_reads_as_written_chinese() {
    let scenario = Scenario::shipped("china-2030").unwrap();
    let findings = scenario.project().unwrap().findings();
    let severe = findings
        .iter()
        .find(|finding| finding.code() == Code::ContributionExceedsGrowth)
        .unwrap();
    assert_eq!(severe.severity().name_in(Language::Chinese), "严重");
    let message = severe.message_in(Language::Chinese);
    assert!(
        message.contains("个百分点") && message.contains("个时期中有"),
        "{message}"
    );
    assert_eq!(Severity::Note.name_in(Language::Chinese), "提示");
    assert_eq!(Severity::Note.to_string(), "note");
}

#[test]
fn numbers_are_read_in_both_languages() {
    assert_eq!(
        numbers("-0.5 % and 43.5 bn CNY at 2024-Q2"),
        numbers("435亿元，-0.5%，2024年第二季度")
    );
    assert_eq!(
        numbers("1.2 tn CNY of 12,350 %"),
        numbers("1.2万亿元，12,350%")
    );
    assert_eq!(numbers("2016-2021"), [2016.0, 2021.0]);
}
