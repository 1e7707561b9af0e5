"""Lines around an article that are not the article: bylines, editors, disclaimers, share bars, further reading."""

from __future__ import annotations

import re

#: A line that is no part of any article, wherever it stands.
NEVER = re.compile(
    r"^(?:[\[【(（]?\s*(?:责任编辑|責任編輯|责编|本文责编|本文编辑|编辑|執行編輯|执行编辑|值班编辑|实习编辑|网络编辑|编审|审校|校对|校對|审核|监制|主编|签发"
    r"|文章来源|稿件来源|图片来源|封面图片?来源|题图来源|本文来源|来源|來源|文章作者|本文作者|作者|撰文|文|记者"
    r"|原标题|原題|发布时间|发布日期|发表时间|更新时间|时间|日期|浏览次数?|浏览量|阅读量?|点击(?:次数|量|数)?"
    r"|访问量|阅读次数"
    r"|稿源|声明|关键词|关键字|标签|Tags?|TAG|字号|字体|分享(?:到|至)?|上一篇|下一篇|上一条|下一条|上一页"
    r"|下一页|返回列表)\s*[】]?\s*[:：丨|/／](?P<rest>.*)$"
    r")",
    re.IGNORECASE,
)
#: Words of page furniture that stand alone on a line.
_FURNITURE = re.compile(
    r"^[\[【(（<《|｜·•>\s]*(?:"
    r"打印(?:本页|此页|文章)?|关闭(?:窗口|本页)?|收藏(?:本文|本页)?|举报|投诉|纠错|复制链接|分享(?:到|至"
    r"|给)?(?:微信|微博|朋友圈|QQ空间|好友|新浪微博)?|微信(?:扫一扫|扫码)?|微博|QQ空间?|朋友圈|新浪微博|腾讯微博"
    r"|字体[:：]?\s*(?:大|中|小)?(?:\s*(?:大|中|小))*|大\s*中\s*小|[大中小]|A[+-]|[+-]?A[+-]?|放大字体|缩小字体"
    r"|默认字体?|上一篇|下一篇|上一页|下一页|返回(?:首页|列表|顶部|搜狐.*)?|回(?:到)?顶部|首页|尾页"
    r"|点赞|赞|点击?收藏|评论|我要评论|写评论|发表评论|查看(?:全部|更多|原文).{0,6}|展开(?:全文|更多|剩余.*)"
    r"|阅读全文|阅读原文|点击(?:查看|阅读)(?:全文|原文|更多)|加载更多|更多|全文|关注|已关注|\+\s*关注|订阅|登录"
    r"|注册|下载APP|打开APP.*"
    r"|相关(?:阅读|新闻|文章|报道|推荐|链接|内容|资讯|专题|公司|股票|个股)|延伸阅读|推荐阅读|热门(?:推荐|文章"
    r"|新闻|评论|资讯|阅读)?|猜你喜欢|大家都在看|精彩推荐|为您推荐|更多(?:新闻|精彩|内容|资讯|>>)|热点(?:推荐"
    r"|新闻)?|最新(?:文章|资讯|新闻)|今日(?:推荐|热点|要闻)"
    r"|扫描?二维码.*|长按(?:识别)?.*二维码.*|微信扫描二维码.*|扫码(?:关注|分享|下载|阅读|查看).*|分享|转发"
    r"|微信公众号|官方微信|手机(?:阅读|看新闻|版)|听新闻|语音播报|海报|生成海报"
    r"|Share(?: this(?: article)?)?|Print|Email|Tweet|Facebook|Twitter|LinkedIn|WhatsApp|Read more"
    r"|Related (?:articles|news|links|stories)|Back to top|Follow us.*|Sign up.*newsletter.*"
    r")[\s\]】)）>》|｜:：·•]*$",
    re.IGNORECASE,
)
#: Sentences that outlets put below (rarely above) an article.
_NOTICE = re.compile(
    r"^[\[【(（※*●■▲◆•\s]*(?:"
    r"(?:特别|郑重|版权|免责|重要|法律|本站|本网|网站|风险)?(?:声明|提示|提醒|申明)[】\])）]*\s*[:：]"
    r"|(?:免责声明|版权声明|特别声明|郑重声明|法律声明|风险提示|免责条款|投资有风险|股市有风险|版权所有|版权归)"
    r"|(?:本文|本文章|以上内容|上述内容|文中内容|本稿件|该文|文章内容|以上信息|本页面|本资讯|此文|本报道"
    r"|文章).{0,24}(?:仅供参考|不构成.{0,10}建议|仅代表|不代表|转载自|转自|来自|来源于|系.{0,12}(?:转载|原创"
    r"|授权|作者)|为.{0,12}(?:原创|作者)|版权归|据此(?:操作|投资|入市)|未经授权|著作权|信息传递|仅作)"
    r"|(?:未经|如需|欢迎|如欲|禁止|严禁|谢绝|请勿).{0,16}(?:转载|授权|许可)"
    r"|(?:转载|投稿|合作|商务合作|转载授权|媒体合作|广告合作|爆料|报料|新闻热线|联系我们|投诉|举报"
    r"|违法和?不良信息).{0,30}(?:请|联系|邮箱|电话|微信|热线|[:：@]|\d{5})"
    r"|(?:凡|凡是|凡本网|凡本站|本网|本站|本平台|本公众号).{0,30}(?:注明|转载|来源|作品|版权|观点|删除)"
    r"|如(?:有|涉及|果|存在|需|您|对|发现).{0,30}(?:侵权|版权|异议|删除|纠错|疑问|转载|错误|内容).{0,40}"
    r"|.{0,20}(?:侵权(?:请|即|必|联系|立)|联系(?:我们)?删除|与本(?:网|站|平台)(?:无关|立场)|立场无关|文责自负)"
    r"|.{0,24}(?:扫(?:描|码|一扫)|长按|识别).{0,12}(?:二维码|关注|下载|分享|进群|添加)"
    r"|(?:关注|点击|打开|下载|添加|搜索).{0,20}(?:公众号|小程序|客户端|APP|微信号|订阅|新浪财经|二维码|下载)"
    r"|(?:新浪财经|东方财富|同花顺|雪球|证券时报|每日经济新闻|界面新闻|澎湃新闻|财联社).{0,14}(?:APP|客户端"
    r"|公众号|股吧|开户|下载).{0,40}"
    r"|海量资讯、?精准解读.*|24小时滚动播报.*|炒股就看.*|更多(?:粉丝福利|精彩|内容|资讯|新闻).{0,40}(?:扫描"
    r"|关注|下载|点击|请|尽在).*"
    r"|.{0,12}(?:ICP备|公网安备|ICP证|增值电信|互联网新闻信息服务|网络视听许可|广播电视节目|信息网络传播"
    r"|药品信息服务|经营许可证).*"
    r"|Copyright\b.*|©.*|\(c\)\s*\d{4}.*|All rights reserved.*|.{0,40}All Rights Reserved\.?$"
    r"|(?:据此操作|据此投资|据此入市).{0,8}风险自(?:担|负)|.{0,10}股市有风险.{0,30}|市场有风险.{0,30}"
    r"|END$|—?\s*(?:END|完|全文完)\s*—?$|本文完$"
    r"|(?:微信|微信公众)号\s*[:：]|(?:热线|电话|传真|邮箱|邮编|地址|QQ群?)\s*[:：].{0,60}$"
    r")",
    re.IGNORECASE,
)
#: Headings after which nothing of the article follows.
_END = re.compile(
    r"^[\[【(（>\s]*(?:相关(?:阅读|新闻|文章|报道|推荐|链接|资讯|专题)|延伸阅读|推荐阅读|往期(?:推荐|回顾|精选|文章)|热门(?:推荐|文章|新闻|评论|资讯|阅读)|猜你喜欢|大家都在看|精彩推荐|为您推荐|为你推荐|更多精彩|最新评论|网友评论|热门评论|全部评论|参与评论|精彩评论"
    r"|免责声明|版权声明|特别声明|上一篇|下一篇|Related (?:articles|news|links|stories)|Recommended (?:for you"
    r"|reading)|You may also like|More (?:from|news)\b.{0,30})[\s】\]）):：>]*$",
    re.IGNORECASE,
)
_BYLINE_TIME = re.compile(r"(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}")
_SENTENCE = re.compile(r"[。！？；]|[，,].{4,}")
#: A text may well open with its place and wire: that is the article, not a byline.
_DATELINE = re.compile(r"(?:讯|电|报道|消息)[\s，,：:）)】（(]|/PRNewswire|GLOBE NEWSWIRE|BUSINESS WIRE|美通社")


def is_boilerplate(line: str) -> bool:
    """Whether a whole line is page furniture, a byline or a notice."""
    if _FURNITURE.match(line):
        return True
    if len(line) <= 400 and _NOTICE.match(line):
        return True
    match = NEVER.match(line)
    # "编辑：" starts a credit, but "来源：" may also open a sentence of the article: those end in a full stop.
    return match is not None and len(line) <= 80 and not re.search(r"[。！？]", match["rest"].rstrip("。"))


def trim(lines: list[str], title: str = "") -> list[str]:
    """The article's own lines: furniture gone, cut at the first end heading or credit of the last third."""
    total = sum(map(len, lines)) or 1
    kept: list[str] = []
    passed = 0
    for line in lines:
        share = passed / total
        passed += len(line)
        if _END.match(line) and share > 0.4:
            break
        if is_boilerplate(line):
            continue
        if not kept and _is_head(line, title):
            continue
        kept.append(_without_credit(line))
    while kept and is_boilerplate(kept[-1]):
        kept.pop()
    return [line for line in kept if line]


def _is_head(line: str, title: str) -> bool:
    """Whether a line before the first sentence only repeats the title or says who published it when."""
    if title and (line == title or (len(line) >= 6 and line in title)):
        return True
    return (
        len(line) <= 90
        and _BYLINE_TIME.search(line) is not None
        and _SENTENCE.search(line) is None
        and _DATELINE.search(line) is None
    )


_CREDIT = re.compile(
    r"\s*[(（\[【]\s*(?:责任编辑|责编|編輯|编辑|校对|责任编辑|实习编辑|本文来源)\s*[:：]?[^)）\]】]{0,60}[)）\]】]\s*$|\s*责任编辑\s*[:：]\s*\S{0,12}\s*$"
)


def _without_credit(line: str) -> str:
    return _CREDIT.sub("", line)
