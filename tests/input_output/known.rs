//! Numbers of the book, and of calculations by hand.

use super::*;

#[test]
fn two_sectors_match_the_book() {
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
    near(&output, &[1_247.524_752_475, 1_841.584_158_416], 1e-12);
    let multipliers = leontief.multipliers(Account::Output).unwrap();
    near(&multipliers.simple, &[1.518_151_815, 1.452_145_215], 1e-9);
    near(&multipliers.first_round, &[0.35, 0.3], 1e-15);
    // Direct and indirect income per unit of demand: .442 and .380 in the book.
    let income = leontief.multipliers(Account::Income).unwrap();
    near(&income.simple, &[0.442_244_224, 0.379_537_953_8], 1e-9);
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
    near(&output.truncated, &[1.892_409, 1.773_336], 1e-6);
    near(&output.total, &[2.462_258, 2.262_386], 1e-6);
    let income = closed.multipliers(Account::Income).unwrap();
    near(&income.total, &[0.569_849, 0.489_050], 1e-6);
    near(&[income.type_ii()[0].unwrap()], &[1.899], 5e-4);
    // Type II over type I is the same for all sectors: the corner of the closed inverse.
    for (two, one) in income.type_ii().iter().zip(income.simple.type_i()) {
        near(
            &[two.unwrap() / one.unwrap()],
            &[inverse.get(2, 2).unwrap()],
            1e-12,
        );
    }
}

#[test]
fn two_regions_match_the_book() {
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
        &parts.intra,
        &[136.508_612, 52.732_299, 56.984_903, 0.0, 0.0],
        1e-7,
    );
    near(
        &parts.feedback,
        &[5.832_303, 10.728_959, 6.844_168, 0.0, 0.0],
        1e-6,
    );
    near(
        &parts.spillover,
        &[0.0, 0.0, 0.0, 26.719_467, 14.681_11],
        1e-6,
    );
    let multiplier = regions.output_multipliers();
    let sums = [parts.intra, parts.feedback, parts.spillover].map(|p| p.iter().sum::<f64>());
    let first = [multiplier.intra, multiplier.feedback, multiplier.spillover];
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
            .induced
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
            sum(&effect.direct),
            sum(&effect.indirect),
            sum(effect.induced.as_deref().unwrap()),
        ];
        let expected = [
            multipliers.simple.direct[1],
            multipliers.simple.indirect()[1],
            multipliers.induced()[1],
        ];
        near(&parts, &expected.map(|m| 10.0 * m), 1e-12);
        near(
            &[sum(&effect.total())],
            &[10.0 * multipliers.truncated[1]],
            1e-12,
        );
    }
    // 40 jobs per 2000 of output: 0.2 jobs direct.
    near(
        &[sum(&impact.effect(Account::Employment).unwrap().direct)],
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
fn a_sector_without_output_does_not_change_the_others() {
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
    near(&multipliers.simple, &[1.0, 1.0, 0.0], 1e-14);
    assert_eq!(multipliers.type_i()[2], None);

    let mut buying = flows;
    (buying[0][2], buying[0][1]) = (1.0, 499.0);
    says(
        with(buying).build(),
        "OutOfRange",
        &["from economy / 1 to economy / 3"],
    );
}

/// Of 1,000 dollars of output sector 1 pays 300 in wages, of 2,000 sector 2 pays 500; households spend
/// 50, 400 and 50 (on labour of their own) of 1,000.
#[test]
fn accounts_are_per_unit_of_output_and_of_income() {
    let coefficients = book().coefficients();
    let of = |account| coefficients.per_output(account);
    assert_eq!(of(Account::Output).unwrap(), [1.0, 1.0]);
    near(&of(Account::Income).unwrap(), &[0.3, 0.25], 1e-15);
    near(&of(Account::Employment).unwrap(), &[0.01, 0.02], 1e-15);
    near(&of(Account::ValueAdded).unwrap(), &[0.65, 0.7], 1e-15);
    says(of(Account::Imports), "Missing", &["imported inputs"]);
    let households = book_households();
    near(households.consumption(), &[0.05, 0.4], 1e-15);
    near(&[households.own_labour()], &[0.05], 1e-15);
}

#[test]
fn flows_are_money_of_one_currency_and_one_year() {
    let valuation = prices();
    let parse = |text: &str| text.parse().unwrap();
    let flow = valuation
        .amount_of(parse("3 bn USD at 2020 prices"))
        .unwrap();
    near(&[flow], &[3_000.0], 1e-15);
    assert_eq!(
        valuation.money_of(3_000.0).unwrap(),
        parse("3 bn USD at 2020 prices")
    );
    let refused = |text: &str| valuation.amount_of(parse(text));
    says(
        refused("3 bn CNY at 2020 prices"),
        "CurrencyMismatch",
        &["CNY", "USD"],
    );
    says(
        refused("3 bn USD at 2015 prices"),
        "PriceBasisMismatch",
        &["2015", "2020"],
    );
    says(refused("3 bn USD"), "PriceBasisMismatch", &["2020"]);
}

#[test]
fn a_bill_divides_into_products_margins_taxes_and_imports() {
    let labels = Labels::single_region("C", ["servers", "trade", "transport"]).unwrap();
    let label = |sector: &str| Label::new("C", sector).unwrap();
    let paid = Valuation::new(PriceType::Purchaser, Currency::CNY, 2020, 1e8).unwrap();
    let markup = MarginsAndTaxes::new(share(0.10), share(0.5))
        .margin(label("trade"), share(0.15))
        .unwrap()
        .margin(label("transport"), share(0.05))
        .unwrap();
    assert_eq!([markup.tax(), markup.imported()], [share(0.10), share(0.5)]);
    let bill = Purchase::new(paid)
        .unwrap()
        .buy(label("servers"), 200.0, markup.clone())
        .unwrap();
    let basic = bill.split(&labels, PriceType::Basic).unwrap();
    near(basic.shock.values(), &[70.0, 30.0, 10.0], 1e-12);
    near(&[basic.imports, basic.taxes], &[70.0, 20.0], 1e-12);
    let producer = bill.split(&labels, PriceType::Producer).unwrap();
    near(producer.shock.values(), &[80.0, 30.0, 10.0], 1e-12);
    for split in [basic, producer] {
        let all = split.shock.values().iter().sum::<f64>() + split.imports + split.taxes;
        near(&[all], &[bill.paid()], 1e-12);
    }
    says(
        bill.split(&labels, PriceType::Purchaser),
        "Conflict",
        &["purchaser prices"],
    );
    says(
        markup.margin(label("trade"), share(0.71)),
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
fn equal_price_changes_leave_coefficients_and_others_change_them() {
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
fn disaggregation_by_the_output_share_needs_no_tilt() {
    let table = book();
    let names = || [at("compute"), at("rest")];
    let carving = SectorDisaggregation::new(&table, at("2"), names(), share(0.25)).unwrap();
    says(
        table.disaggregate(&carving),
        "Missing",
        &["employment share"],
    );
    let carved = table.disaggregate(&carving.employment(share(0.5))).unwrap();
    assert_eq!((carved.sales_tilt, carved.input_tilt), (1.0, 1.0));
    let finer = carved.table;
    near(finer.output(), &[1000.0, 500.0, 1500.0], 1e-15);
    near(finer.employment().unwrap(), &[10.0, 20.0, 20.0], 1e-15);
    // Equal columns have equal multipliers.
    let leontief = Leontief::new(&finer.coefficients()).unwrap();
    let multipliers = leontief.multipliers(Account::Output).unwrap();
    near(
        &multipliers.simple,
        &[1.518_151_815, 1.452_145_215, 1.452_145_215],
        1e-9,
    );
    balanced(&finer);
}

#[test]
fn the_elasticity_is_fourteen_times_the_domar_weight() {
    let weight = DomarWeight::new(
        "1.8 tn CNY".parse().unwrap(),
        "126.06 tn CNY".parse().unwrap(),
    );
    let weight = weight.unwrap();
    near(&[weight.get()], &[0.014_278_914], 1e-8);
    let times = weight
        .times_exceeded_by(Elasticity::new(0.2).unwrap())
        .unwrap();
    // 0.2 * 126.06 / 1.8.
    near(&[times], &[14.006_666_666_666_667], 1e-14);
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
fn coefficients_give_flows_for_an_output_or_a_demand() {
    let a = book().coefficients();
    let table = a.for_output(&[1000.0, 2000.0]).unwrap();
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
        a.for_output(&[-1.0, 2.0]),
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
