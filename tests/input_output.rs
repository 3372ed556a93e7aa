//! Input-output tables against published numbers and their own laws.
//!
//! Published: Miller and Blair, *Input-Output Analysis: Foundations and Extensions*, 2nd ed.,
//! Cambridge University Press 2009: chapter 2 (two sectors; closed for households), chapter 3
//! (two regions) and chapter 6 (multipliers). The book prints three or four digits; further digits
//! are of numpy 2.0.2, run on the same flows.

#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.
use compute_impact::investment::input_output::{
    Account, Carving, Closed, Coefficients, Concordance, DemandKind, DomarWeight, FinalDemand,
    Households, InputKind, Label, Labels, Leontief, Matrix, OwnShares, PriceType, PrimaryInput,
    Purchase, Regions, Shock, Table, TableBuilder, Valuation, Wedge,
};
use compute_impact::{Currency, Deflator, Elasticity, Error, ErrorKind, PriceBasis, Share};
use proptest::prelude::*;

fn prices() -> Valuation {
    Valuation::new(PriceType::Basic, Currency::USD, 2020, 1e6).unwrap()
}

fn numbered(count: usize) -> Labels {
    Labels::single_region("economy", (1..=count).map(|k| k.to_string())).unwrap()
}

fn at(sector: &str) -> Label {
    Label::new("economy", sector).unwrap()
}

fn share(x: f64) -> Share {
    Share::new(x).unwrap()
}

#[track_caller]
fn near(left: &[f64], right: &[f64], tolerance: f64) {
    assert_eq!(left.len(), right.len());
    for (a, b) in left.iter().zip(right) {
        let size = a.abs().max(b.abs()).max(1.0);
        assert!(
            (a - b).abs() <= tolerance * size,
            "{left:?} against {right:?}"
        );
    }
}

/// The message of an error, and that it is of the kind expected.
#[track_caller]
fn says<T: std::fmt::Debug>(result: Result<T, Error>, kind: &str, parts: &[&str]) {
    let error = result.unwrap_err();
    assert!(format!("{:?}", error.kind()).starts_with(kind), "{error:?}");
    for part in parts {
        assert!(
            error.to_string().contains(part),
            "`{part}` is not in: {error}"
        );
    }
}

/// Miller & Blair, table 2.3 with wages of section 2.5 as income: 300 and 500.
fn builder() -> TableBuilder {
    let flows = Matrix::from_rows([[150.0, 500.0], [200.0, 100.0]]).unwrap();
    Table::from_transactions(numbered(2), prices(), flows)
        .final_demand(
            FinalDemand::new("households", DemandKind::Households, vec![50.0, 400.0]).unwrap(),
        )
        .final_demand(FinalDemand::new("others", DemandKind::Other, vec![300.0, 1300.0]).unwrap())
        .primary_input(
            PrimaryInput::new("wages", InputKind::Compensation, vec![300.0, 500.0]).unwrap(),
        )
        .value_added_as_residual()
        .employment(vec![10.0, 40.0])
}

fn book() -> Table {
    builder().build().unwrap()
}

fn book_households() -> Households {
    Households::new(&[50.0, 400.0], 50.0, 1000.0).unwrap()
}

#[test]
fn two_sectors_are_those_of_the_book() {
    let table = book();
    assert_eq!(table.output(), [1000.0, 2000.0]);
    let coefficients = table.coefficients();
    near(
        coefficients.inputs().values(),
        &[0.15, 0.25, 0.2, 0.05],
        1e-15,
    );
    let leontief = Leontief::new(&coefficients).unwrap();
    let inverse = leontief.inverse();
    near(
        inverse.values(),
        &[
            1.254_125_412_541,
            0.330_033_003_300,
            0.264_026_402_640,
            1.122_112_211_221,
        ],
        1e-12,
    );
    let output = leontief.output_for(&[600.0, 1500.0]).unwrap();
    near(&output, &[1247.524_752_475, 1841.584_158_416], 1e-12);
    let multipliers = leontief.multipliers(Account::Output).unwrap();
    near(multipliers.simple(), &[1.518_151_815, 1.452_145_215], 1e-9);
    near(multipliers.first_round(), &[0.35, 0.3], 1e-15);
    // Direct and indirect income per unit of demand: .442 and .380 in the book.
    let income = leontief.multipliers(Account::Income).unwrap();
    near(income.simple(), &[0.442_244_224, 0.379_537_953_8], 1e-9);
    near(&[income.type_i()[0].unwrap()], &[1.474_147_415], 1e-9);
}

#[test]
fn households_close_the_model_as_in_the_book() {
    // L of the closed model: 1.365 .425 .251 / .527 1.348 .595 / .570 .489 1.289.
    let flows = [[0.15, 0.25, 0.05], [0.2, 0.05, 0.4], [0.3, 0.25, 0.05]];
    let bordered = Coefficients::new(numbered(3), prices(), Matrix::from_rows(flows).unwrap());
    let full = Leontief::new(&bordered.unwrap()).unwrap();
    let inverse = full.inverse();
    near(
        inverse.values(),
        &[
            1.365, 0.425, 0.251, 0.527, 1.348, 0.595, 0.570, 0.489, 1.289,
        ],
        5e-4,
    );
    near(
        &full.output_for(&[600.0, 1500.0, 0.0]).unwrap(),
        &[1456.94, 2338.51, 1075.48],
        1e-5,
    );

    let open = Leontief::new(&book().coefficients()).unwrap();
    let closed = Closed::new(&open, &book_households()).unwrap();
    near(
        closed.income_per_demand(),
        &inverse.row(2).unwrap()[..2],
        1e-14,
    );
    let output = closed.multipliers(Account::Output).unwrap();
    near(output.truncated(), &[1.892_409, 1.773_336], 1e-6);
    near(output.total(), &[2.462_258, 2.262_386], 1e-6);
    let income = closed.multipliers(Account::Income).unwrap();
    near(income.total(), &[0.569_849, 0.489_050], 1e-6);
    near(&[income.type_ii()[0].unwrap()], &[1.899], 5e-4);
    // Type II over type I is one number for all sectors: the corner of the closed inverse.
    for (two, one) in income.type_ii().iter().zip(income.simple().type_i()) {
        near(
            &[two.unwrap() / one.unwrap()],
            &[inverse.get(2, 2).unwrap()],
            1e-12,
        );
    }
}

fn two_regions() -> Table {
    let labels = ["1", "2", "3"].map(|s| Label::new("r", s).unwrap());
    let others = ["1", "2"].map(|s| Label::new("s", s).unwrap());
    let flows = [
        [150.0, 500.0, 50.0, 25.0, 75.0],
        [200.0, 100.0, 400.0, 200.0, 100.0],
        [300.0, 500.0, 50.0, 60.0, 40.0],
        [75.0, 100.0, 60.0, 200.0, 250.0],
        [50.0, 25.0, 25.0, 150.0, 100.0],
    ];
    let demand = vec![200.0, 1000.0, 50.0, 515.0, 450.0];
    Table::from_transactions(
        Labels::new(labels.into_iter().chain(others)).unwrap(),
        prices(),
        Matrix::from_rows(flows).unwrap(),
    )
    .final_demand(FinalDemand::new("final demand", DemandKind::Other, demand).unwrap())
    .value_added_as_residual()
    .build()
    .unwrap()
}

#[test]
fn two_regions_are_those_of_the_book() {
    let table = two_regions();
    assert_eq!(table.output(), [1000.0, 2000.0, 1000.0, 1200.0, 800.0]);
    let leontief = Leontief::new(&table.coefficients()).unwrap();
    near(
        leontief.inverse().values(),
        &[
            1.4234, 0.4652, 0.2909, 0.1917, 0.3041, //
            0.6346, 1.4237, 0.6707, 0.4092, 0.4558, //
            0.6383, 0.5369, 1.3363, 0.2501, 0.3108, //
            0.2672, 0.2000, 0.1973, 1.3406, 0.5473, //
            0.1468, 0.0908, 0.0926, 0.2155, 1.2538,
        ],
        6e-5,
    );
    // 100 of demand for product 1 of region r: alone 136.51, 52.73, 56.98; with region s 142.34,
    // 63.46, 63.83, and 26.72 and 14.68 there.
    let regions = Regions::new(&leontief);
    let shock = Shock::domestic(prices(), vec![100.0, 0.0, 0.0, 0.0, 0.0]).unwrap();
    let parts = regions.output_of(&shock).unwrap();
    near(
        parts.intra(),
        &[136.508_612, 52.732_299, 56.984_903, 0.0, 0.0],
        1e-7,
    );
    near(
        parts.feedback(),
        &[5.832_303, 10.728_959, 6.844_168, 0.0, 0.0],
        1e-6,
    );
    near(
        parts.spillover(),
        &[0.0, 0.0, 0.0, 26.719_467, 14.681_11],
        1e-6,
    );
    let multiplier = regions.output_multipliers();
    let sums = [parts.intra(), parts.feedback(), parts.spillover()].map(|p| p.iter().sum::<f64>());
    let first = [
        multiplier.intra(),
        multiplier.feedback(),
        multiplier.spillover(),
    ];
    near(&first.map(|p| 100.0 * p[0]), &sums, 1e-12);
    near(
        &[regions.output_in("s", &shock).unwrap()],
        &[41.400_577],
        1e-6,
    );
    assert!(regions.output_in("t", &shock).is_err());
}

#[test]
fn an_impact_has_three_parts_that_sum_to_it() {
    let table = book();
    let leontief = Leontief::new(&table.coefficients()).unwrap();
    let closed = leontief.closed(&book_households()).unwrap();
    let shock = Shock::in_sector(prices(), table.labels(), &at("2"), 10.0).unwrap();
    let open_impact = leontief.impact(&shock).unwrap();
    assert!(
        open_impact
            .effect(Account::Output)
            .unwrap()
            .induced()
            .is_none()
    );
    let impact = closed.impact(&shock).unwrap();
    let sum = |values: &[f64]| values.iter().sum::<f64>();
    for account in [
        Account::Output,
        Account::ValueAdded,
        Account::Income,
        Account::Employment,
    ] {
        let effect = impact.effect(account).unwrap();
        let multipliers = closed.multipliers(account).unwrap();
        let parts = [
            effect.direct(),
            effect.indirect(),
            effect.induced().unwrap(),
        ]
        .map(sum);
        let expected = [
            multipliers.simple().direct()[1],
            multipliers.simple().indirect()[1],
            multipliers.induced()[1],
        ];
        near(&parts, &expected.map(|m| 10.0 * m), 1e-12);
        near(
            &[sum(&effect.total())],
            &[10.0 * multipliers.truncated()[1]],
            1e-12,
        );
    }
    // 40 jobs per 2000 of output: 0.2 jobs direct.
    near(
        &[sum(impact.effect(Account::Employment).unwrap().direct())],
        &[0.2],
        1e-12,
    );
    says(
        impact.effect(Account::Imports).cloned(),
        "Missing",
        &["account"],
    );
}

#[test]
fn a_zero_shock_is_exactly_zero() {
    let leontief = Leontief::new(&two_regions().coefficients()).unwrap();
    let shock = Shock::domestic(prices(), vec![0.0; 5]).unwrap();
    let impact = leontief.impact(&shock).unwrap();
    for account in impact.accounts() {
        let total = impact.effect(account).unwrap().total();
        assert!(total.iter().all(|x| x.to_bits() == 0), "{total:?}");
    }
    let parts = Regions::new(&leontief).output_of(&shock).unwrap();
    assert_eq!(parts.total(), [0.0; 5]);
}

#[test]
fn a_sector_without_output_stands_aside() {
    let flows = [[150.0, 500.0, 0.0], [200.0, 100.0, 0.0], [0.0, 0.0, 0.0]];
    let with = |flows: [[f64; 3]; 3]| {
        Table::from_transactions(numbered(3), prices(), Matrix::from_rows(flows).unwrap())
            .final_demand(
                FinalDemand::new("all", DemandKind::Other, vec![350.0, 1700.0, 0.0]).unwrap(),
            )
            .value_added_as_residual()
            .output(vec![1000.0, 2000.0, 0.0])
    };
    let table = with(flows).tolerance(0.0).build().unwrap();
    let leontief = Leontief::new(&table.coefficients()).unwrap();
    let multipliers = leontief.multipliers(Account::ValueAdded).unwrap();
    near(multipliers.simple(), &[1.0, 1.0, 0.0], 1e-14);
    assert_eq!(multipliers.type_i()[2], None);

    let mut buying = flows;
    (buying[0][2], buying[0][1]) = (1.0, 499.0);
    says(
        with(buying).build(),
        "OutOfRange",
        &["from economy / 1 to economy / 3"],
    );
}

#[test]
fn a_bill_goes_to_makers_traders_the_state_and_abroad() {
    let labels = Labels::single_region("C", ["servers", "trade", "transport"]).unwrap();
    let label = |sector: &str| Label::new("C", sector).unwrap();
    let paid = Valuation::new(PriceType::Purchaser, Currency::CNY, 2020, 1e8).unwrap();
    let wedge = Wedge::new(share(0.10), share(0.5))
        .margin(label("trade"), share(0.15))
        .unwrap()
        .margin(label("transport"), share(0.05))
        .unwrap();
    let bill = Purchase::new(paid)
        .unwrap()
        .buy(label("servers"), 200.0, wedge.clone())
        .unwrap();
    let basic = bill.split(&labels, PriceType::Basic).unwrap();
    near(basic.shock().values(), &[70.0, 30.0, 10.0], 1e-12);
    near(&[basic.imports(), basic.taxes()], &[70.0, 20.0], 1e-12);
    let producer = bill.split(&labels, PriceType::Producer).unwrap();
    near(producer.shock().values(), &[80.0, 30.0, 10.0], 1e-12);
    for split in [basic, producer] {
        let all = split.shock().values().iter().sum::<f64>() + split.imports() + split.taxes();
        near(&[all], &[bill.paid()], 1e-12);
    }
    says(
        bill.split(&labels, PriceType::Purchaser),
        "Conflict",
        &["purchaser prices"],
    );
    says(
        wedge.margin(label("trade"), share(0.71)),
        "OutOfRange",
        &["margins and taxes", "[0, 1]"],
    );
    says(
        Purchase::new(prices()),
        "Conflict",
        &["free of them already"],
    );
}

#[test]
fn tables_and_shocks_of_different_prices_refuse_each_other() {
    let leontief = Leontief::new(&book().coefficients()).unwrap();
    let with = |price_type, currency, year, unit| {
        let valuation = Valuation::new(price_type, currency, year, unit).unwrap();
        leontief.impact(&Shock::domestic(valuation, vec![1.0, 1.0]).unwrap())
    };
    let (basic, usd) = (PriceType::Basic, Currency::USD);
    assert!(with(basic, usd, 2020, 1e6).is_ok());
    says(
        with(PriceType::Purchaser, usd, 2020, 1e6),
        "Conflict",
        &[
            "a shock in purchaser prices",
            "a table in basic prices",
            "`Purchase`",
        ],
    );
    says(
        with(basic, Currency::EUR, 2020, 1e6),
        "CurrencyMismatch",
        &["EUR", "USD"],
    );
    says(
        with(basic, usd, 2015, 1e6),
        "PriceBasisMismatch",
        &["2015 prices", "2020 prices"],
    );
    says(
        with(basic, usd, 2020, 1e9),
        "OutOfRange",
        &["unit of the flows", "1000000000"],
    );
}

#[test]
fn prices_of_another_year_leave_coefficients_or_change_them_as_prices_moved() {
    let table = book();
    let y2015 = PriceBasis::constant(2015).unwrap();
    let to = |level: f64| Deflator::new(prices().basis(), y2015, level, 100.0).unwrap();
    let uniform = table.at_prices(to(110.0)).unwrap();
    near(
        uniform.coefficients().inputs().values(),
        table.coefficients().inputs().values(),
        1e-15,
    );
    assert_eq!(uniform.valuation().basis(), y2015);
    let uneven = table.deflated(&[to(100.0), to(200.0)], to(100.0)).unwrap();
    near(
        uneven.coefficients().inputs().values(),
        &[0.15, 0.5, 0.1, 0.05],
        1e-15,
    );
    near(
        &uneven.value_added(),
        &[1000.0 - 250.0, 1000.0 - 550.0],
        1e-15,
    );
    says(
        uniform.at_prices(to(110.0)),
        "PriceBasisMismatch",
        &["2015 prices"],
    );
    says(
        table.deflated(&[to(1.0)], to(1.0)),
        "ShapeMismatch",
        &["deflators"],
    );
    let current = Deflator::new(prices().basis(), PriceBasis::Nominal, 1.0, 1.0).unwrap();
    says(table.at_prices(current), "Conflict", &["current prices"]);
}

#[test]
fn a_concordance_adds_flows_and_must_name_every_label() {
    let table = two_regions();
    let groups = Concordance::new(table.labels(), |label| Label::new(label.region(), "all"));
    let coarse = table.aggregate(&groups.unwrap()).unwrap();
    assert_eq!(coarse.output(), [4000.0, 2000.0]);
    assert_eq!(
        coarse.transactions().values(),
        [2250.0, 500.0, 335.0, 700.0]
    );
    let pairs: Vec<_> = table
        .labels()
        .iter()
        .map(|l| (l.clone(), at("all")))
        .collect();
    assert!(Concordance::from_pairs(table.labels(), &pairs).is_ok());
    says(
        Concordance::from_pairs(table.labels(), &pairs[1..]),
        "Unknown",
        &["there is no label `r / 1`"],
    );
    let doubled = [pairs.clone(), pairs[..1].to_vec()].concat();
    says(
        Concordance::from_pairs(table.labels(), &doubled),
        "Duplicate",
        &["r / 1"],
    );
    let other = Concordance::new(book().labels(), |_| Ok(at("all"))).unwrap();
    says(table.aggregate(&other), "Unknown", &["r / 1"]);
}

#[test]
fn carving_with_the_output_share_everywhere_needs_no_tilt() {
    let table = book();
    let names = || [at("compute"), at("rest")];
    let carving = Carving::new(&table, at("2"), names(), share(0.25)).unwrap();
    says(table.carve(&carving), "Missing", &["employment share"]);
    let carved = table.carve(&carving.employment(share(0.5))).unwrap();
    assert_eq!((carved.sales_tilt(), carved.input_tilt()), (1.0, 1.0));
    let finer = carved.table();
    near(finer.output(), &[1000.0, 500.0, 1500.0], 1e-15);
    near(finer.employment().unwrap(), &[10.0, 20.0, 20.0], 1e-15);
    // The same column twice: the same multipliers.
    let leontief = Leontief::new(&finer.coefficients()).unwrap();
    let multipliers = leontief.multipliers(Account::Output).unwrap();
    near(
        multipliers.simple(),
        &[1.518_151_815, 1.452_145_215, 1.452_145_215],
        1e-9,
    );
    balanced(finer);
}

#[test]
fn carving_refuses_what_cannot_be() {
    let table = book();
    let names = || [at("compute"), at("rest")];
    let carving = || {
        Carving::new(&table, at("2"), names(), share(0.25))
            .unwrap()
            .employment(share(0.25))
    };
    let (zero, full) = (share(0.0), share(1.0));
    let nothing = carving().sales(vec![zero; 2], vec![zero; 2]);
    says(
        table.carve(&nothing),
        "OutOfRange",
        &["sales", "make up its output"],
    );
    let short = carving().inputs(vec![full; 2], vec![full; 3]);
    says(
        table.carve(&short),
        "ShapeMismatch",
        &["primary inputs", "2 entries, got 3"],
    );
    let own = OwnShares {
        carved_to_carved: full,
        carved_to_rest: full,
        rest_to_carved: zero,
        rest_to_rest: zero,
    };
    says(
        table.carve(&carving().own(own)),
        "SharesDoNotSum",
        &["sum to 2"],
    );
    let taken = Carving::new(&table, at("2"), [at("1"), at("rest")], share(0.25)).unwrap();
    says(
        table.carve(&taken.employment(zero)),
        "Duplicate",
        &["economy / 1"],
    );
    says(
        Carving::new(&table, at("9"), names(), zero),
        "Unknown",
        &["economy / 9"],
    );
    says(
        Carving::new(&table, at("2"), [at("x"), at("x")], zero),
        "Duplicate",
        &["economy / x"],
    );
}

#[test]
fn a_domar_weight_is_a_fourteenth_of_the_rule() {
    let weight = DomarWeight::new(
        "1.8 tn CNY".parse().unwrap(),
        "126.06 tn CNY".parse().unwrap(),
    );
    let weight = weight.unwrap();
    near(&[weight.get()], &[0.014_278_914], 1e-8);
    let times = weight
        .times_exceeded_by(Elasticity::new(0.2).unwrap())
        .unwrap();
    assert!((13.0..14.01).contains(&times), "{times}");
    near(
        &[weight.first_order(0.1).unwrap()],
        &[0.001_427_891_4],
        1e-8,
    );
    let parse = |text: &str| text.parse().unwrap();
    says(
        DomarWeight::new(parse("1 CNY"), parse("0 CNY")),
        "OutOfRange",
        &["GDP"],
    );
    says(
        DomarWeight::new(parse("-1 CNY"), parse("1 CNY")),
        "OutOfRange",
        &["sales"],
    );
    says(
        DomarWeight::new(parse("1 CNY"), parse("1 USD")),
        "CurrencyMismatch",
        &["CNY"],
    );
    let none = DomarWeight::new(parse("0 CNY"), parse("1 CNY")).unwrap();
    assert!(
        none.times_exceeded_by(Elasticity::new(0.2).unwrap())
            .is_err()
    );
    assert!(weight.first_order(f64::NAN).is_err());
}

#[test]
fn bad_tables_are_refused_by_place() {
    let flows = |z: [[f64; 2]; 2]| Matrix::from_rows(z).unwrap();
    let start = |z| Table::from_transactions(numbered(2), prices(), flows(z));
    let demand = |f: [f64; 2]| FinalDemand::new("all", DemandKind::Other, f.to_vec()).unwrap();
    let right = [[150.0, 500.0], [200.0, 100.0]];
    let ready = |z| {
        start(z)
            .final_demand(demand([350.0, 1700.0]))
            .value_added_as_residual()
    };

    says(
        Matrix::new(2, 2, vec![0.0; 3]),
        "ShapeMismatch",
        &["4 entries, got 3"],
    );
    says(
        Matrix::new(0, 0, vec![]),
        "ShapeMismatch",
        &["at least one"],
    );
    says(Matrix::new(usize::MAX, 2, vec![1.0]), "ShapeMismatch", &[]);
    says(
        Matrix::from_rows([vec![1.0, 2.0], vec![3.0]]),
        "ShapeMismatch",
        &["[1]: "],
    );
    says(
        Matrix::from_rows([[1.0, f64::NAN]]),
        "OutOfRange",
        &["[0][1]: ", "NaN"],
    );
    says(Label::new(" ", "x"), "Missing", &["region"]);
    says(
        Labels::new([at("1"), at("1")]),
        "Duplicate",
        &["economy / 1"],
    );
    says(Labels::new([]), "Missing", &["labels"]);
    says(
        numbered(2).position(&Label::new("moon", "2").unwrap()),
        "Unknown",
        &["economy / 2"],
    );
    says(numbered(2).rows_of("moon"), "Unknown", &["region `moon`"]);
    says(
        FinalDemand::new("all", DemandKind::Other, vec![f64::INFINITY]),
        "OutOfRange",
        &["all[0]: final demand", "inf"],
    );
    says(
        PrimaryInput::new("", InputKind::Imports, vec![]),
        "Missing",
        &["primary input"],
    );

    says(
        start(right).value_added_as_residual().build(),
        "Missing",
        &["final demand"],
    );
    says(
        start(right).final_demand(demand([350.0, 1700.0])).build(),
        "Missing",
        &["residual"],
    );
    says(
        ready(right).final_demand(demand([0.0, 0.0])).build(),
        "Duplicate",
        &["all"],
    );
    says(
        ready(right).output(vec![1.0]).build(),
        "ShapeMismatch",
        &["output", "got 1"],
    );
    says(
        ready(right).employment(vec![-1.0, 0.0]).build(),
        "OutOfRange",
        &["economy / 1: employment"],
    );
    says(
        ready(right).tolerance(f64::NAN).build(),
        "OutOfRange",
        &["tolerance"],
    );
    let tall = Table::from_transactions(
        numbered(2),
        prices(),
        Matrix::from_rows([[1.0, 2.0]]).unwrap(),
    );
    says(tall.build(), "ShapeMismatch", &["rows of transactions"]);

    let negative = [[150.0, -500.0], [200.0, 100.0]];
    says(
        ready(negative).build(),
        "OutOfRange",
        &[
            "from economy / 1 to economy / 2: intermediate delivery",
            "got -500",
        ],
    );
    says(
        ready(right).output(vec![1000.0, 2100.0]).build(),
        "Unbalanced",
        &["rows", "-100 in economy / 2"],
    );
    assert!(
        ready(right)
            .output(vec![1000.0, 2100.0])
            .tolerance(0.05)
            .build()
            .is_ok()
    );
    // Sector 1 uses 1.05 of inputs per unit of output, and the whole more than it makes.
    says(
        start([[1000.0, 500.0], [50.0, 100.0]])
            .final_demand(demand([-500.0, 1850.0]))
            .value_added_as_residual()
            .build(),
        "NotProductive",
        &["not productive", "1.05 in economy / 1"],
    );
    let huge = [[1e308, 1e308], [1e308, 1e308]];
    assert!(ready(huge).build().is_err());
}

#[test]
fn bad_models_are_refused() {
    let a = |rows: [[f64; 2]; 2]| {
        Coefficients::new(numbered(2), prices(), Matrix::from_rows(rows).unwrap())
    };
    says(
        a([[0.5, 0.5], [0.5, 0.5]]),
        "NotProductive",
        &["1 in economy / 1, 1 in economy / 2"],
    );
    says(
        a([[0.5, -0.1], [0.5, 0.4]]),
        "OutOfRange",
        &["economy / 1.economy / 2"],
    );
    // One column above one, and productive all the same.
    let fine = a([[0.0, 0.1], [1.5, 0.0]]).unwrap();
    let leontief = Leontief::new(&fine).unwrap();
    near(
        &leontief.output_for(&[1.0, 0.0]).unwrap(),
        &[1.0 / 0.85, 1.5 / 0.85],
        1e-15,
    );
    says(
        leontief.output_for(&[1.0]),
        "ShapeMismatch",
        &["final demand"],
    );
    says(
        leontief.output_for(&[1.0, f64::NAN]),
        "OutOfRange",
        &["economy / 2"],
    );
    says(
        leontief.output_for(&[f64::MAX, f64::MAX]),
        "OutOfRange",
        &["output"],
    );
    let wide = Matrix::from_rows([[f64::MAX], [f64::MAX]]).unwrap();
    says(leontief.outputs_for(&wide), "OutOfRange", &["output"]);
    says(
        leontief.multipliers(Account::Employment),
        "Missing",
        &["employment"],
    );
    says(
        fine.clone().with(Account::Output, vec![1.0; 2]),
        "Conflict",
        &["output"],
    );
    says(
        fine.clone().with(Account::Income, vec![-1.0; 2]),
        "OutOfRange",
        &["economy / 1"],
    );
    says(
        fine.clone().with(Account::Income, vec![1.0]),
        "ShapeMismatch",
        &["account"],
    );
    says(
        leontief.closed(&book_households()),
        "Missing",
        &["compensation"],
    );
    let paid = fine.with(Account::Income, vec![0.9, 0.9]).unwrap();
    let paid = Leontief::new(&paid).unwrap();
    let greedy = Households::new(&[0.5, 0.5], 0.0, 1.0).unwrap();
    says(paid.closed(&greedy), "NotProductive", &["in households"]);
    says(
        paid.closed(&Households::new(&[0.5], 0.0, 1.0).unwrap()),
        "ShapeMismatch",
        &["2 entries"],
    );
    says(
        Households::new(&[-1.0], 0.0, 1.0),
        "OutOfRange",
        &["purchase"],
    );
    says(
        Households::new(&[1.0], 0.0, f64::NAN),
        "OutOfRange",
        &["income"],
    );
    let households = Households::of_table(&book(), Households::compensation_in(&book()).unwrap());
    near(households.unwrap().consumption(), &[0.0625, 0.5], 1e-15);
    says(
        Households::of_table(&two_regions(), 1.0),
        "Missing",
        &["households"],
    );
    says(
        Households::compensation_in(&two_regions()),
        "Missing",
        &["compensation"],
    );
}

#[test]
fn coefficients_become_flows_by_an_output_or_a_demand() {
    let a = book().coefficients();
    let table = a.for_output(vec![1000.0, 2000.0]).unwrap();
    near(
        table.transactions().values(),
        book().transactions().values(),
        1e-15,
    );
    near(&table.value_added(), &book().value_added(), 1e-15);
    near(table.employment().unwrap(), &[10.0, 40.0], 1e-15);
    let demand = FinalDemand::new("all", DemandKind::Other, vec![350.0, 1700.0]).unwrap();
    near(
        a.for_final_demand(demand).unwrap().output(),
        &[1000.0, 2000.0],
        1e-14,
    );
    says(
        a.for_output(vec![-1.0, 2.0]),
        "OutOfRange",
        &["economy / 1: output"],
    );
    let fall = FinalDemand::new("all", DemandKind::Other, vec![-350.0, 100.0]).unwrap();
    says(
        a.for_final_demand(fall),
        "OutOfRange",
        &["economy / 1: output"],
    );
}

/// Rows and columns add up to output.
#[track_caller]
fn balanced(table: &Table) {
    let n = table.labels().len();
    let demand = table.total_final_demand();
    for k in 0..n {
        let sold: f64 = table.transactions().row(k).unwrap().iter().sum();
        near(&[sold + demand[k]], &[table.output()[k]], 1e-10);
        let bought: f64 = table.transactions().column(k).unwrap().iter().sum();
        let primary: f64 = table
            .primary_inputs()
            .iter()
            .map(|row| row.values()[k])
            .sum();
        near(&[bought + primary], &[table.output()[k]], 1e-10);
    }
}

/// A productive table of n sectors in two regions, with wages, imports, households and jobs.
fn tables() -> impl Strategy<Value = Table> {
    (2_usize..9).prop_flat_map(|n| {
        let flows = prop::collection::vec(prop_oneof![1 => Just(0.0), 4 => 0.0..1.0], n * n);
        let intensity = prop::collection::vec(0.05..0.9, n);
        let wages = prop::collection::vec(0.1..0.6, n);
        let demand = prop::collection::vec(0.5..100.0, n);
        (Just(n), flows, intensity, wages, demand).prop_map(
            |(n, mut a, intensity, wages, demand)| {
                // Scale each column to its intensity, so that the table is productive.
                for j in 0..n {
                    let sum: f64 = (0..n).map(|i| a[i * n + j]).sum();
                    let factor = if sum > 0.0 { intensity[j] / sum } else { 0.0 };
                    (0..n).for_each(|i| a[i * n + j] *= factor);
                }
                let labels = Labels::new((0..n).map(|k| {
                    Label::new(if k < n / 2 { "north" } else { "south" }, &k.to_string()).unwrap()
                }));
                let inputs = Matrix::new(n, n, a.clone()).unwrap();
                let left = |j: usize| 1.0 - (0..n).map(|i| a[i * n + j]).sum::<f64>();
                let part = |of: f64| {
                    (0..n)
                        .map(|j| of * wages[j] * left(j))
                        .collect::<Vec<f64>>()
                };
                let coefficients = Coefficients::new(labels.unwrap(), prices(), inputs)
                    .and_then(|a| a.with(Account::Income, part(1.0)))
                    .and_then(|a| a.with(Account::Imports, part(0.3)))
                    .and_then(|a| a.with(Account::Employment, part(7.0)));
                let demand =
                    FinalDemand::new("households", DemandKind::Households, demand).unwrap();
                coefficients.unwrap().for_final_demand(demand).unwrap()
            },
        )
    })
}

fn vector(n: usize) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-50.0..50.0, n)
}

fn shares(n: usize) -> impl Strategy<Value = Vec<Share>> {
    prop::collection::vec((0.01..0.99).prop_map(share), n)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn solving_inverting_and_adding_rounds_agree(
        (table, f) in tables().prop_flat_map(|t| { let n = t.labels().len(); (Just(t), vector(n)) })
    ) {
        let n = f.len();
        let a = table.coefficients();
        let leontief = Leontief::new(&a).unwrap();
        let x = leontief.output_for(&f).unwrap();
        let inverse = leontief.inverse();
        let times = |m: &Matrix, v: &[f64]| -> Vec<f64> {
            m.iter_rows().map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum()).collect()
        };
        near(&times(&inverse, &f), &x, 1e-11);
        // x - A x = f.
        let back: Vec<f64> = x.iter().zip(times(a.inputs(), &x)).map(|(x, ax)| x - ax).collect();
        near(&back, &f, 1e-11);
        // L (I - A) = I, column by column of I - A.
        for j in 0..n {
            let mut column: Vec<f64> = a.inputs().column(j).unwrap().iter().map(|a| -a).collect();
            column[j] += 1.0;
            let unit: Vec<f64> = (0..n).map(|i| f64::from(u8::from(i == j))).collect();
            near(&times(&inverse, &column), &unit, 1e-11);
        }
        // I + A + A^2 + ... (Miller & Blair, section 2.4); column sums are at most 0.9.
        let (mut round, mut sum) = (f.clone(), f.clone());
        for _ in 0..400 {
            round = times(a.inputs(), &round);
            sum.iter_mut().zip(&round).for_each(|(sum, round)| *sum += round);
        }
        near(&sum, &x, 1e-10);
        // Many demands at once are each of them.
        let many = Matrix::new(n, 5, f.iter().flat_map(|f| [*f, 2.0 * f, 0.0, -f, *f]).collect());
        let outputs = leontief.outputs_for(&many.unwrap()).unwrap();
        near(&outputs.column(0).unwrap(), &x, 1e-12);
        prop_assert!(outputs.column(2).unwrap().iter().all(|x| *x == 0.0));
        near(&outputs.column(4).unwrap(), &x, 1e-12);
    }

    #[test]
    fn type_two_exceeds_type_one_exceeds_one(table in tables()) {
        let leontief = Leontief::new(&table.coefficients()).unwrap();
        let income = Households::compensation_in(&table).unwrap();
        let bought = table.total_final_demand().iter().sum::<f64>();
        let households = Households::of_table(&table, income.max(bought)).unwrap();
        let closed = leontief.closed(&households).unwrap();
        for account in [Account::Output, Account::Income, Account::Employment, Account::ValueAdded] {
            let multipliers = closed.multipliers(account).unwrap();
            let (one, two) = (multipliers.simple().type_i(), multipliers.type_ii());
            for (one, two) in one.iter().zip(two) {
                prop_assert!(one.unwrap() >= 1.0 - 1e-12 && two.unwrap() >= one.unwrap() - 1e-12);
            }
        }
        // All that a unit of demand pays for ends as value added or leaks abroad.
        let value_added = leontief.multipliers(Account::ValueAdded).unwrap();
        let imports = leontief.multipliers(Account::Imports).unwrap();
        for (value_added, imports) in value_added.simple().iter().zip(imports.simple()) {
            near(&[value_added + imports], &[1.0], 1e-9);
        }
    }

    #[test]
    fn parts_and_regions_sum_to_the_whole(
        (table, f) in tables().prop_flat_map(|t| { let n = t.labels().len(); (Just(t), vector(n)) })
    ) {
        let leontief = Leontief::new(&table.coefficients()).unwrap();
        let shock = Shock::domestic(prices(), f.clone()).unwrap();
        let whole = leontief.output_for(&f).unwrap();
        let impact = leontief.impact(&shock).unwrap();
        near(&impact.effect(Account::Output).unwrap().total(), &whole, 1e-12);
        let regions = Regions::new(&leontief);
        near(&regions.output_of(&shock).unwrap().total(), &whole, 1e-11);
        let parts = regions.output_multipliers();
        let simple = leontief.multipliers(Account::Output).unwrap();
        near(&parts.total(), simple.simple(), 1e-12);
        for part in [parts.intra(), parts.feedback(), parts.spillover()] {
            prop_assert!(part.iter().all(|x| *x >= -1e-12));
        }
        let by_region = regions.output_multipliers_by_region();
        let sums: Vec<f64> = (0..f.len())
            .map(|j| by_region.column(j).unwrap().iter().sum())
            .collect();
        near(&sums, simple.simple(), 1e-12);
    }

    #[test]
    fn a_carved_table_is_balanced_and_aggregates_to_what_it_was(
        (table, at, output_share, sales, to_demand, inputs, primary) in tables().prop_flat_map(|t| {
            let (n, p) = (t.labels().len(), t.primary_inputs().len());
            (Just(t), 0..n, 0.05..0.5, shares(n), shares(1), shares(n), shares(p))
        })
    ) {
        let aggregate = table.labels().iter().nth(at).unwrap().clone();
        let names = ["compute", "rest"].map(|s| Label::new(aggregate.region(), s).unwrap());
        let carving = Carving::new(&table, aggregate.clone(), names.clone(), share(output_share))
            .unwrap()
            .sales(sales, to_demand)
            .inputs(inputs, primary)
            .employment(share(0.3));
        // Own flows at fixed shares may leave no room; a refusal then says so.
        let carved = match table.carve(&carving) {
            Ok(carved) => carved,
            Err(error) => {
                prop_assert!(matches!(error.kind(), ErrorKind::OutOfRange { .. }), "{error}");
                return Ok(());
            }
        };
        prop_assert!(carved.sales_tilt() > 0.0 && carved.input_tilt() > 0.0);
        balanced(carved.table());
        let back = Concordance::new(carved.table().labels(), |label| {
            Ok(if names.contains(label) { aggregate.clone() } else { label.clone() })
        });
        let whole = carved.table().aggregate(&back.unwrap()).unwrap();
        prop_assert_eq!(whole.labels(), table.labels());
        near(whole.transactions().values(), table.transactions().values(), 1e-12);
        near(whole.output(), table.output(), 1e-12);
        near(whole.employment().unwrap(), table.employment().unwrap(), 1e-12);
        for (left, right) in whole.final_demand().iter().zip(table.final_demand()) {
            near(left.values(), right.values(), 1e-12);
        }
        for (left, right) in whole.primary_inputs().iter().zip(table.primary_inputs()) {
            near(left.values(), right.values(), 1e-12);
        }
    }

    #[test]
    fn any_coefficients_are_refused_or_give_finite_output(
        values in prop::collection::vec(prop_oneof![0.0..2.0, Just(0.0), Just(1.0), Just(1e300)], 16),
        f in vector(4),
    ) {
        let a = Coefficients::new(numbered(4), prices(), Matrix::new(4, 4, values).unwrap());
        if let Ok(a) = a
            && let Ok(leontief) = Leontief::new(&a)
            && let Ok(output) = leontief.output_for(&f)
        {
            prop_assert!(output.iter().all(|x| x.is_finite()));
            prop_assert!(leontief.inverse().values().iter().all(|x| *x >= 0.0));
        }
    }
}

#[test]
fn blocks_of_elimination_agree_with_one_column_at_a_time() {
    // More sectors than a block holds, on both sides of its edges.
    for n in [63, 64, 65, 130, 200] {
        let mut state = 1_u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            f64::from(u32::try_from(state >> 33).unwrap()) / f64::from(u32::MAX)
        };
        #[expect(clippy::cast_precision_loss, reason = "a small count")]
        let values = (0..n * n).map(|_| 1.8 * next() / n as f64).collect();
        let a = Coefficients::new(numbered(n), prices(), Matrix::new(n, n, values).unwrap());
        let leontief = Leontief::new(&a.unwrap()).unwrap();
        let inverse = leontief.inverse();
        for k in [0, n / 2, n - 1] {
            let mut unit = vec![0.0; n];
            unit[k] = 1.0;
            near(
                &leontief.output_for(&unit).unwrap(),
                &inverse.column(k).unwrap(),
                1e-12,
            );
        }
        let multipliers = leontief.multipliers(Account::Output).unwrap();
        let sums: Vec<f64> = (0..n)
            .map(|k| inverse.column(k).unwrap().iter().sum())
            .collect();
        near(multipliers.simple(), &sums, 1e-12);
    }
}
