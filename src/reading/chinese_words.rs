//! The words at which a Chinese clause is divided, and what is measured.

use std::sync::LazyLock;

use super::word_list::WordList;

/// Verbs, adverbs and prepositions that stand right before a number.
const BEFORE_NUMBER: &str = "\
    回升至 回落至 回升到 回落到 来了 拿到了 收到了 得到了 用于 只开了 新开了 开了 关了 卖了 花了 用了 涨了 跌了 少了 多了 首次 约合 折合人民币 折合 合计 不低于 不高于 已达 \
    可达 为期 最高 最低 最多 至多 至少 不超过 收跌 收涨 要花 提升至 提升到 提高至 提高到 扩大到 扩大至 下调至 \
    上调至 缩减至 增加到 减少到 缩短至 收窄至 涨至 跌至 下降到 上升到 上升至 下降至 上涨至 收报 报收 录得 高于 \
    没有 没 未能 并未 未 左右 大约 约为 约 近 超过 超 逾 不到 不足 高达 达到 达成 达 为 是 至 到 升至 降至 增至 \
    涨到 回到 收于 报 占比 占 共有 拥有 已有 有 增长 下降 上涨 下跌 上升 提高 增加 减少 收窄 扩大 下滑 下调 上调 \
    上行 下行 回升 回落 缩短 同比 环比 累计 实际 平均 净增 新增 实现 完成 总计 仅 只 已经 已 将 突破 维持在 保持在 \
    一度 一度低见 低见 高见 跌破 起码 只会 只能 仅剩 只剩 还剩 不及 少于 多于 接近 将近 至今 可望 有望达 \
    低 高 从 按年 按季 按月 则 仅录 录 少 多 跌 升 涨 仅增 仅降 增 降 减 仍 还 都 + ＋";
/// Verbs and prepositions that divide who does something from what is done.
const DIVIDES: &str = "\
    将 拟 已经 已 在 计划 预计 可能 难以 必须 提出 宣布 公布 推出 拥有 设 为 是 由 从 较 比 于 共有 共计 每 有望 \
    把 对应 正与 同意 决定 批准 要求 允许 需要 能够 可以 曾 正在";
/// Words at the beginning of a clause that belong to nothing in it.
const OPENS: &str = "\
    起 归属于上市公司股东的 归属于母公司股东的 归母 这是 这也是 这一 这 供应链方面 国际方面 国内方面 最快 有 上周 \
    本周 昨日 近日 上月 本月 去年 今年 当天 日前 期间 同期 其中 而 但 并 且 同时 此外 另外 目前 截至 数据显示 根据 \
    据 称 透露 表示 指出 期内 惟 起码 全月 单月 当月 单季 分别 当中 若 如 倘若 如果 更 却 眼下 大概 大约 料 预料 估计 预期 同比 环比 按年 按季 按月 \
    针对 至于 尤其 据悉 撇除 强调 又透露 全年 上半年 下半年 累计 共 仍 也 还 预计 方面 不过 因此 此前 我们认为 我们预计 其 ， ,";
/// What is measured, as the end of a phrase: 新能源汽车销量.
const MEASURES: &str = "\
    利润率 总数 总量 总额 数量 规模 设计能力 运力 客单价 采购价 单价 市占率 占有率 毛利 净额 余额 总收入 总成本 \
    减值准备 覆盖率 失业率 上座率 签约率 增长率 渗透率 入住率 利用率 合格率 使用率 出口额 进口额 销售额 交易额 \
    保费 关税 税收 税率 造价 费用 薪酬 工资 月薪 年薪 奖金 补偿款 房价 地价 电价 菜价 粮价 房租 租金 吞吐量 充电量 \
    发电量 用电量 排放量 交易量 保有量 装机容量 市值 估值 资产 现金流 红利 股息 盈利预测 目标价 每股收益 人口 总长 \
    长度 高度 温度 降水量 浓度 市场规模 存货 需求 供应量 消费量 销售量 出口量 进口量 销量 营收 收入 净利润 利润 \
    毛利率 净利率 利率 售价 均价 油价 股价 票价 价格 成本 总投资 投资 产量 产能 出口 进口 交付量 订单 库存 份额 \
    占比 增速 客运量 成交额 成交量 成交面积 面积 收益率 亏损 负债 补贴 支出 人数 用户 员工 门店 时间 顺差 逆差 \
    降幅 增幅 资产负债率 净负债比率 负债比率 负债率 合约销售额 合约销售 溢利 比率 出租率 盈利 研发投入 特别息 中期息 末期息 呎价";
/// Names that lead back to who was named before.
const STANDS_FOR: &str = "\
    公司 该公司 集团 该线 其 他 她 我们";

/// Verbs with what they are done to behind them: who does it stands before them, if anybody does.
const ACTS: &str = "\
    计提 终止 关停 实现 投产 上市 交付 销售 生产 开设 新开 新建 招聘 裁员 裁减 募资 融资 售出 卖出 派发 投入 接待 \
    发送 覆盖 服务 雇用 提供 吸引 收购 出售 贡献 建成 改造 采购 购买 租用 运送 签约 承接 处理 捐赠 发放 获得 拿下 \
    斥资 耗资 关闭 撤出 培训 种植 收获 发行 回购 减持 增持 拍卖 贷款 安装 铺设 完成 创造 带动 支付 缴纳 承担 下调 \
    上调 增产 减产 上缴 容纳 可容纳 拆迁 浇筑 罚款 处罚 查获 持有 聘用 招收 录取 消耗 节约 节省 排放 减排 储存 \
    输送 供应 救助 资助 援助 捐款 奖励 收治 治愈 接种 检测 抽查 拆除 清理 修建 修复 翻新 扩建 租赁 认购 配售 转让 \
    冻结 新增 使用 进入 成交 开工 商讨 洽谈 引入 让价 停招 派息 锁定 贡献";
/// What qualifies a measure without saying whose it is.
const QUALIFIES: &str = "\
    股东应占 归属股东 母公司拥有人应占 本公司拥有人应占 经调整 扣非 税前 税后 同店 单店 日 年 设计 毛 平均 人均 日均 月均 年均 全年 单季 累计 总 净 同期 整体 综合 \
    主营 当月 当季 上半年 下半年 季度 年度 一季度 二季度 三季度 四季度 月 新增";

/// What ends the noun of counted things.
const ENDS_NOUN: &str = "\
    中 的 以上 以下 多 进入 用于 和 及 与 被";

/// What begins a clause that holds its number against the one before it.
const GOES_ON: &str = "\
    略高于 略低于 略超 略多于 略少于 高于 低于 不足 不到 不及 超过 多于 少于 好于 逊于 相当于 此前为 接近 远超 远高于 远低于 \
    同比少 同比多 较上 比上";
/// Verbs with which a clause begins that goes on about the same.
const BARE: &str = "\
    主要用于 每股 惠及 隐含 对应 涉及 创下 刷新 高出 低出 多出 少收 多收 停产 停工 减产 节省 约占 只够 仅够 压缩 派发 派末期 派中期 派息 派 录得 \
    作价 分别 锁定 带动 拉动 占 完成 仅完成 已完成 只完成 达到年度 容纳 可容纳 累计完成 同比 环比 按年 按季 按月 隐含着 意味着 折合 合计 \
    降至 升至 增至 跌至 涨至 回升至 回落至 扩大至 收窄至 由 从";

/// The lists, ready to be looked for.
pub(super) struct Lists {
    pub opens: WordList,
    pub before_number: WordList,
    pub divides: WordList,
    pub measures: WordList,
    pub acts: WordList,
    pub qualifies: WordList,
    pub stands_for: WordList,
    pub ends_noun: WordList,
    pub goes_on: WordList,
    pub bare: WordList,
}

pub(super) static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    opens: WordList::named(&[OPENS, DIVIDES]),
    before_number: WordList::named(&[BEFORE_NUMBER]),
    divides: WordList::named(&[DIVIDES, ACTS]),
    measures: WordList::named(&[MEASURES]),
    acts: WordList::named(&[ACTS]),
    qualifies: WordList::named(&[QUALIFIES]),
    stands_for: WordList::named(&[STANDS_FOR]),
    ends_noun: WordList::named(&[BEFORE_NUMBER, DIVIDES, ENDS_NOUN]),
    goes_on: WordList::named(&[GOES_ON]),
    bare: WordList::named(&[BARE]),
});

/// Whether a mark ends a clause.
pub(super) fn is_edge(letter: char) -> bool {
    matches!(letter, '，' | '。' | '；' | '：' | '！' | '？' | ',' | ';' | ':')
}
