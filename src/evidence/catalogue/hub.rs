//! The eight national hubs and ten clusters of East Data West Computing (东数西算).
//!
//! Approved by the National Development and Reform Commission and three other departments, 17
//! February 2022 (Xinhua of that day); the clusters and their seats as reprinted from the
//! approvals.

/// A national data-centre cluster, the site of the centres of a hub.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::catalogue::hubs;
///
/// let clusters = hubs().iter().flat_map(|hub| hub.clusters);
/// let wuhu = clusters.into_iter().find(|cluster| cluster.name == "Wuhu");
/// assert_eq!(wuhu.map(|cluster| cluster.chinese_name), Some("芜湖集群"));
/// assert_eq!(wuhu.map(|cluster| cluster.seat), Some("Jiujiang, Yijiang and Wuwei, Anhui"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[non_exhaustive]
pub struct Cluster {
    /// The English name, such as `Zhangjiakou`.
    pub name: &'static str,
    /// The Chinese name, such as 张家口集群.
    pub chinese_name: &'static str,
    /// The districts or the city of its site.
    pub seat: &'static str,
}

impl Cluster {
    const fn new(name: &'static str, chinese_name: &'static str, seat: &'static str) -> Self {
        Self {
            name,
            chinese_name,
            seat,
        }
    }
}

/// A national computing hub, with its clusters.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::catalogue::hubs;
///
/// assert_eq!(hubs().len(), 8);
/// assert_eq!(hubs().iter().map(|hub| hub.clusters.len()).sum::<usize>(), 10);
/// assert_eq!(hubs()[3].name, "Chengdu-Chongqing");
/// assert_eq!(hubs()[3].chinese_name, "成渝");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[non_exhaustive]
pub struct Hub {
    /// The English name, such as `Yangtze River Delta`.
    pub name: &'static str,
    /// The Chinese name, such as 长三角.
    pub chinese_name: &'static str,
    /// The clusters: one, or two in the Yangtze River Delta and in Chengdu-Chongqing.
    pub clusters: &'static [Cluster],
}

impl Hub {
    const fn new(
        name: &'static str,
        chinese_name: &'static str,
        clusters: &'static [Cluster],
    ) -> Self {
        Self {
            name,
            chinese_name,
            clusters,
        }
    }
}

static HUBS: [Hub; 8] = [
    Hub::new(
        "Beijing-Tianjin-Hebei",
        "京津冀",
        &[Cluster::new(
            "Zhangjiakou",
            "张家口集群",
            "Huailai, Zhangbei and Xuanhua, Hebei",
        )],
    ),
    Hub::new(
        "Yangtze River Delta",
        "长三角",
        &[
            Cluster::new(
                "Yangtze River Delta Ecological-Green Integrated Demonstration Zone",
                "长三角生态绿色一体化发展示范区集群",
                "Qingpu (Shanghai), Wujiang (Jiangsu) and Jiashan (Zhejiang)",
            ),
            Cluster::new("Wuhu", "芜湖集群", "Jiujiang, Yijiang and Wuwei, Anhui"),
        ],
    ),
    Hub::new(
        "Guangdong-Hong Kong-Macao Greater Bay Area",
        "粤港澳大湾区",
        &[Cluster::new("Shaoguan", "韶关集群", "Shaoguan, Guangdong")],
    ),
    Hub::new(
        "Chengdu-Chongqing",
        "成渝",
        &[
            Cluster::new("Tianfu", "天府集群", "Chengdu, Sichuan"),
            Cluster::new("Chongqing", "重庆集群", "Chongqing"),
        ],
    ),
    Hub::new(
        "Inner Mongolia",
        "内蒙古",
        &[Cluster::new("Horinger", "和林格尔集群", "Hohhot")],
    ),
    Hub::new(
        "Guizhou",
        "贵州",
        &[Cluster::new("Gui'an", "贵安集群", "Gui'an New Area")],
    ),
    Hub::new(
        "Gansu",
        "甘肃",
        &[Cluster::new("Qingyang", "庆阳集群", "Qingyang")],
    ),
    Hub::new(
        "Ningxia",
        "宁夏",
        &[Cluster::new("Zhongwei", "中卫集群", "Zhongwei")],
    ),
];

/// Returns the eight national hubs of East Data West Computing with their ten clusters, in the
/// order of the announcement.
///
/// Source: Xinhua, 17 February 2022. See [`Hub`] for an example.
#[must_use]
pub fn hubs() -> &'static [Hub] {
    &HUBS
}
