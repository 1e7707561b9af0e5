"""Lines around an article that are not the article: bylines, editors, disclaimers, share bars, further reading."""

from __future__ import annotations

import re
from functools import lru_cache


def _any(*words: str) -> str:
    return "(?:" + "|".join(words) + ")"


def _saying(*rules: tuple[str, str]) -> re.Pattern[str]:
    """Any of a rule's words, and what has to follow it. A search is many times faster where each begins with a letter."""
    return re.compile("|".join(f"{word}(?:{rest})" for words, rest in rules for word in words.split("|")))


_OPEN, _CLOSE = r"^[\[【「(（<《|｜·•※*●■▲◆>\s—-]*", r"[\s\]】)）>》|｜:：·•。！.~—-]*$"

#: A credit: who wrote, edited, took or counted; what follows the colon is a name or a number.
_CREDIT_WORDS = _any(
    "责任编辑", "責任編輯", "(?:本文|执行|執行|值班|实习|网络|新媒体|栏目|流程)?责?编辑", "責?編輯",
    "(?:本文)?责编", "编审", "审校",
    "[一二三]?校对?", "校對", "[一二三]?审(?:核)?", "終審", "终审", "监制", "主编", "签发", "统筹", "制图", "摄影",
    "视觉(?:设计)?", "排版", "出品",
    "(?:文章|稿件|图片|图表|信息|新闻|资料|数据|封面图?片?|截图|首图|题图|头图|本文|视频|配图|内容)?(?:来源|來源)于?", "稿源", "出处",
    "(?:图片?|截图|题图|封面)来自", "图源", "供稿(?:单位)?", "撰稿(?:人)?",
    "(?:文章|本文)?作者", "撰文", "采写", "文(?:字)?", "图", "记者", "(?:见习|实习|本报|通讯)(?:记者|员)", "编译",
    "翻译", "原标题", "原題", "原文标题",
    "(?:发布|发表|更新|发稿|创建|录入|上传)?(?:时间|日期)", "日期", "(?:浏览|阅读|点击|访问)(?:次数|量|数|人数)?",
    "人气", "字号", "字体(?:大小)?",
    "关键(?:词|字)(?:阅读)?", "标签", "Tags?", "分类", "话题", "栏目", "所属(?:栏目|分类)", "分享(?:到|至)?",
    "上一[篇条页则]", "下一[篇条页则]", "返回列表",
    "(?:联系|客服|咨询)?电话", "传真", "(?:电子)?邮[箱编件]", "(?:公司)?地址", "联系人",
    "(?:相关|延伸|推荐|拓展)(?:阅读|新闻|文章|报道|链接)", "Related", "Read (?:more|also|next)", "See also", "Also read",
    "发布(?:者|人|单位)", "信息员", "更多报道详见", "消息来源", "文章标签",
)  # fmt: skip
_CREDIT = re.compile(rf"{_OPEN}{_CREDIT_WORDS}\s*(?:[】\]]\s*[:：丨|｜/／]?|[:：丨|｜/／])(?P<rest>.*)$", re.IGNORECASE)
_CREDITS_WITHOUT_COLON = re.compile(
    rf"{_OPEN}(?:(?:责任编辑|责编|校对|来源于|編輯|编辑)\s+\S{{2,12}}|(?:来源|部门|话题|标签|栏目|分类)\s+\S{{2,20}}|By\s+[A-Z][\w.\s-]{{2,40}}|[\u4e00-\u9fa5·]{{0,10}}记者\s*[\u4e00-\u9fa5]{{2,4}}(?:[\s、]+[\u4e00-\u9fa5]{{2,4}}){{0,3}}"
    rf"|文\s*[|丨]\s*\S{{2,12}}){_CLOSE}"
)

#: Words of page furniture that stand alone on a line.
_FURNITURE = re.compile(
    _OPEN
    + _any(
        "打印(?:本页|此页|文章|本文)?", "关闭(?:窗口|本页|页面)?", "收藏(?:本文|本页)?", "举报(?:/反馈)?", "投诉",
        "纠错", "网摘", "复制链接",
        "(?:一键)?分享(?:到|至|给)?(?:微信|微博|朋友圈|QQ空间|好友|新浪微博|按钮)?", "分享让更多人看到",
        "(?:微信|微博)?(?:扫一扫|扫码)", "微信",
        "微博", "QQ(?:空间|好友)?", "朋友圈", "(?:新浪|腾讯)微博", "字体[:：]?\\s*[大中小]?(?:\\s*[大中小])*",
        "[大中小](?:\\s*[大中小])*",
        "[+-]?A[+-]?", "(?:放大|缩小|默认|小|大)字(?:体|号)", "[上下]一[篇条页]",
        "返回(?:首页|列表|顶部|上一页|搜狐.*|网易.*)?", "回(?:到)?顶部", "首页",
        "尾页", "(?:点)?赞(?:\\s*\\d+)?", "点击?收藏", "(?:我要|写|发表|查看)?评论(?:\\s*[(（]?\\d+[)）]?)?",
        "查看(?:全部|更多|原文|大图).{0,6}",
        "展开(?:全文|更多|剩余.*)?", "收起", "(?:点击)?(?:查看|阅读)(?:全文|原文|更多)", "(?:点击)?加载更多",
        "(?:查看)?更多", "全文", "\\+?\\s*关注", "已关注",
        "订阅", "登录", "注册", "(?:立即)?下载", "(?:立即)?(?:打开|开启|下载|前往|进入)\\S{0,10}?\\s*(?:APP|客户端|新闻|头条|小程序).{0,24}",
        "相关(?:阅读|新闻|文章|报道|推荐|链接|内容|资讯|专题|公司|股票|个股)",
        "延伸阅读", "推荐(?:阅读|文章|新闻)?", "热门(?:推荐|文章|新闻|评论|资讯|阅读|标签)?", "猜你喜欢",
        "大家都在看", "(?:精彩|为[您你])推荐",
        "更多(?:新闻|精彩|内容|资讯|>>)", "热点(?:推荐|新闻)?", "最新(?:文章|资讯|新闻)", "今日(?:推荐|热点|要闻)",
        "转发", "微信公众号", "官方微信",
        "图集", "(?:[点求]?(?:击|个)?(?:分享|收藏|在看|点赞|赞|转发|关注|星标|评论|留言)[、，,\\s]*){2,}", "(?:AI|智能|问财|全文|内容|文章|新闻)?(?:摘要|总结|速览)", "(?:在)?手机上?(?:阅读|看新闻|看|版)(?:文章)?", "(?:点击)?(?:蓝字|上方蓝字)[^。]{0,12}关注.{0,10}", "听新闻", "语音播报", "(?:点击)?播报(?:本文|文章).{0,12}", "(?:生成)?海报",
        "正文(?:已结束.*)?", "字号", "视频加载中.*",
        "(?:—\\s*)?(?:END|完|全文完|本文完)(?:\\s*—)?", "\\+\\s*1", "广告", "Advertisement",
        "Share this(?: article)?", "(?:(?:Follow|Share|Save)\\s*)+", "Sponsored by .{2,40}", r"Click to (?:share|email|print)\b.*", "Print", "E-?mail",
        "Tweet", "Facebook", "Twitter", "LinkedIn", "WhatsApp", "Read more",
        "Related (?:articles|news|links|stories)", "Back to top",
        "Follow us.*", "(?:Sign up|Join|Subscribe|Never miss)\\b.*(?:newsletter|a beat).*", "(?:Explore|See) (?:other|more) topics.*", "News provided by",
    )
    + _CLOSE,
    re.IGNORECASE,
)  # fmt: skip
#: Notices of outlets that no article says of itself: how they begin, ...
_NOTICE_START = re.compile(
    _any(
        rf"{_OPEN}(?:特别|郑重|版权|免责|法律|本站|本网|网站|平台|智通|格隆汇)(?:声明|提示|申明|条款)",
        rf"{_OPEN}声明\s*[】\])）]*\s*[:：]",
        r"[\u4e00-\u9fa5A-Za-z]{2,8}(?:声明|申明)\s*[:：]|注[:：][^。]{0,40}受访者",
        rf"{_OPEN}(?:风险提示及免责条款|版权所有|版权归)",
        r"\s*(?:Copyright\b|©|\(c\)\s*\d{4}|All rights reserved)",
        rf"{_OPEN}(?:关注|点击|打开|下载|添加|搜索|更多)[^。]{{0,24}}(?:公众号|小程序|客户端|APP|微信号"
        rf"|新浪财经|获取更多|尽在)",
        rf"{_OPEN}(?:本文|本篇|文章|此文|此内容|该文|本稿|本报道)[^。]{{0,24}}(?:仅作|转载自|转自|系.{{0,14}}(?:转载"
        rf"|原创|独家|授权)|为.{{0,14}}(?:原创|独家)|著作权|首发)",
        rf"{_OPEN}(?:PR\s*稿|转载|投稿|商务|广告|媒体|爆料|报料|新闻热线|读者热线|举报|违法和?不良信息|投诉|合作"
        rf"|入群|加群)[^。]{{0,24}}(?:请|联系|邮箱|电话|微信|热线|[:：@]|\d{{5}})",
        rf"{_OPEN}凡[^。]{{0,40}}(?:注明|转载|来源|作品|版权)",
        rf"{_OPEN}如(?:有|涉及|果|存在|需|您)[^。]{{0,40}}(?:侵权|稿酬|转载|撤下|对接|纠错)",
        rf"{_OPEN}如有[^。]{{0,16}}(?:疑问|问题|建议|意见)[^。]{{0,16}}(?:联系|联络|反馈)",
        r"(?:To )?[Vv]iew (?:the |this )?(?:source|original) (?:version|content|release)",
        r"(?:The )?[Ii]ssuer is solely responsible|Media archive at ",
        r"《?\s*人民日报[^。]{0,12}》?\s*（\s*\d{4}年",
    ),
    re.IGNORECASE,
)  # fmt: skip
#: ... and what they say, wherever it stands.
_NOTICE = _saying(
    ("不作|概不|不对|不承担|不保证", r"[^。]{0,30}(?:保证|责任|负责)[。，]"),
    ("不构成", r"[^。]{0,16}(?:要约|招揽|邀请)|(?:任何|实质性)?的?(?:投资|操作)(?:建议|意见|依据)"),
    ("过往表现|过往业绩", r"[^。]{0,8}(?:代表|预示)"),
    ("投资涉及风险|凡本网|凡本站|凡本刊|凡本报|索取稿酬|广告合作|立场无关|文责自负", ""),
    ("知识产权为|知识产权归", r"[^。]{0,20}(?:所有|持有)"),
    ("ICP备|ICP证|公网安备|增值电信|互联网新闻信息服务|网络视听许可|广播电视节目|信息网络传播视听|药品信息服务资格", ""),
    ("All Rights Reserved|All rights reserved|ALL RIGHTS RESERVED", r"\.?$"),
    ("Notice: The content above", ""),
    ("版权声明|免责声明|特别声明|郑重声明", r"\s*[:：]"),
    ("凡", r"[^。]{0,20}(?:注明|标注)[^。]{0,12}(?:来源|出处)"),
    ("据此|由此", r"(?:操作|投资|入市|交易).{0,12}风险(?:请)?自(?:担|负)"),
    ("股市|投资|市场|理财", "有风险[，,]"),
    ("侵权|版权", r"[^。]{0,16}(?:联系|删除|处理|追究|必究)"),
    ("联系", r"(?:我们|本站|本网)?(?:及时)?删除"),
    ("与本网|与本站|与本平台", "(?:无关|立场)"),
    ("不代表|仅代表", r"[^。]{0,16}(?:观点|立场|看法)"),
    ("未经|如需|欢迎|禁止|严禁|谢绝|请勿|转载",
     r"[^。]{0,30}(?:转载|授权|许可)[^。]{0,30}(?:转载|使用|注明|禁止|联系|必究|复制|$)"),
    ("不得|严禁|禁止", "(?:擅自|随意)?(?:转载|摘编|复制)"),
    ("参考", r"[，,][^。]{0,8}不构成[^。]{0,12}(?:建议|依据)"),
    ("违法和不良信息|违法不良信息|不良信息举报", ""),
    ("views and opinions expressed", ""),
    ("报料|爆料|热线|客服电话|举报电话|举报邮箱|联系电话", r"[^。]{0,8}[:：]\s*[\d@\w-]+"),
    ("APP|App|app|客户端", r"[^。]{0,6}(?:开户|下载|打开)[^。]{0,30}$"),
    ("会员", r"(?:可|方可|专享)[^。]{0,8}(?:阅读|查看)全文"),
)  # fmt: skip
#: What is put even between an article's paragraphs, and what no article says.
_PROMOTION = _saying(
    ("海量资讯", "、?精准解读"),
    ("24小时滚动播报|炒股就看|新浪合作大平台|股市瞬息万变", ""),
    ("扫描|扫码|扫一扫|长按|识别", r"[^。]{0,16}(?:二维码|关注|下载|分享|进群|添加)"),
    ("[Ss]ave hours of research|[Yy]our download email|by submitting the (?:below )?form|free sample that you can|"
     "delivered (?:straight |directly |right )?to your inbox|becom(?:e|ing) a (?:free )?(?:subscriber|member)|"
     "[Ss]ign up (?:for|to) (?:our|the)|[Ss]ubscribe (?:now|today|to our)|Dissemination of an? [A-Z]|powered by GlobalData", ""),
)  # fmt: skip
#: The same of one short sentence; in a longer one the words may well be the article's.
_SHORT_NOTICE_START = re.compile(
    _any(
        r"[（(](?:本文)?作者(?:系|为|是|单位)[^。]{2,40}[)）]$",
        rf"{_OPEN}(?:本文|文章|稿件|内容)(?:来自|来源于|转自|选自|摘自|首发于|原载于?|源自)",
        r"[《（(]?\s*《?[\u4e00-\u9fa5]{2,8}》?\s*[（(]\s*\d{4}年\d{1,2}月\d{1,2}日[^)）]*版\s*[)）]$",
        r"网址\s*[:：]|\([a-z]{1,3}(?:/[a-z]{1,3})*\)~?$",
        r"Reporting by [A-Z].*|Our Standards:|Story continues$|(?:Sign|Signing) up (?:to|for|here)\b|View comments$",
        # What is written below a picture: who took or gave it.
        r".{2,50}[。\s][\u4e00-\u9fa5]{0,6}(?:图片|供图|摄)[)）]?$|.{2,40}[(（](?:资料|网络|示意|效果|制)图片?[)）]$|.{0,30}摄影\s*[/／]",
        r"[◎*]?欢迎参与讨论|本文由[^。，]{2,20}(?:编辑|整理|编译|发布|提供)|(?:转发|点赞|在看)[、，,]",
        rf"{_OPEN}(?:本文|全文)共[^。]{{0,20}}(?:字|条|分钟)|(?:点击|戳)[^。]{{0,8}}(?:阅读原文|原文链接)",
        r"阅读原文|更多[^。]{0,16}关注|《[^》]{2,14}\d{1,2}日专讯》$",
    ),
    re.IGNORECASE,
)  # fmt: skip
_SHORT_NOTICE = _saying(
    ("经授权", "(?:转载|发布|刊发)"),
    ("，|,", r"\s*授权[^。]{0,12}(?:转载|发布)"),
    ("开户", r"[^。]{0,16}(?:送|奖|享|领|佣)"),
    ("免费|立即|点击|限时", "(?:领取|体验|开户|咨询|试用)"),
    ("登录|注册|开通会员|订阅|购买|付费|解锁|扫码",
     r"[^。]{0,6}(?:后|即?可)[^。]{0,6}(?:阅读|查看|解锁|浏览)(?:全文|原文|完整|更多)"),
    ("付费", "(?:阅读|文章|内容)[，,。]"),
    ("– free sample|- free sample|报价延迟|Sign up for our|sign up for our|unsubscribe at any time", ""),
)  # fmt: skip
#: Headings after which nothing of the article follows.
_END = re.compile(
    _OPEN
    + _any(
        "(?:查看)?(?:更多|相关|最新|往期|推荐|热门|热点|今日|同类|其[他它]|站内|原创|本[站网])+(?:的)?"
        "(?:阅读|新闻|文章|报道|推荐|链接|资讯|专题|快讯|内容|回顾|精选|评论|话题|公司动态|动态|导读|排行|要闻|标签|帖子|主题|公告|研报|视频)+",
        "(?:延伸|拓展|扩展)阅读", "我[来要]说[两几]句", "联系(?:我们|方式)", "猜[你您](?:想看|喜欢|感兴趣)(?:的)?", "大家都在看", "大家还在看", "(?:您|你)可能(?:还)?(?:喜欢|感兴趣)(?:的.{0,4})?",
        "(?:特别)?为[您你]推荐", "精彩推荐", "更多精彩(?:内容)?", "喜欢此内容的人还喜欢", "看了又看", "看过的还看过",
        r"(?:最新|网友|热门|全部|参与|精彩|发表|我来|我要|文章)?(?:评论|跟帖|回帖|回复|点评)(?:区|列表|\s*[(（]?\d+条?[)）]?)",
        r"(?:\s*(?:最新|网友|热门|全部|参与|精彩|相关|文章)评论(?:\s*[(（]?\d+条?[)）]?)?)+",
        "(?:点击|阅读|新闻|热门|24小时|48小时|一周|本周|今日|本月|热文|人气)+(?:点击)?(?:排行|热榜|热文|热点|热搜)(?:榜)?", "热(?:榜|搜榜|文榜|点榜)",
        "(?:免责|版权|特别)声明", "[上下]一篇", "参考(?:资料|文献|来源)", "References?", "E-?mail alerts?",
        "(?:关于)?(?:本文)?作者(?:介绍|简介|档案)?", "About the authors?",
        "Related(?: (?:articles|news|links|stories|content|posts))?", "Recommended (?:for you|reading|articles)", "You (?:may|might) also (?:like|be interested in)",
        r"More (?:from|news|stories|on)\b.{0,40}", "Most (?:read|popular|viewed)", "Trending(?: now)?", r"Latest (?:\w+ )?(?:news|stories|articles|releases|videos|headlines)",
        r"(?:#\s*){3,}",
        "Also from this source", "Read next", "(?:Up next|Next up)", "Tags?", "标签", r"Comments?(?: \(\d+\))?", "Leave a (?:reply|comment)", "Explore(?: more)?",
    )
    + _CLOSE,
    re.IGNORECASE,
)  # fmt: skip
#: The same of people to call; a release may well go on below them.
_CONTACTS = re.compile(
    r"\W*(?:(?:Media|Press|Investors?|Company|Corporate|PR|IR)(?: Relations)?(?:\s*(?:and|&|/)\s*)?)*\s*"
    r"(?:Contacts?|Inquiries|Enquiries)(?: (?:Data|Information|Details))?\s*:?$",
    re.IGNORECASE,
)
_DATED = re.compile(
    # What a date may begin with, said first: no other place in a line is looked at twice.
    r"(?=[\d分小天aJFMASOND])(?:(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}|\d{1,2}[-/月]\d{1,2}日?\s+\d{1,2}:\d{2}"
    r"|\b\d{1,2}:\d{2}(?::\d{2})?\b|[分小天]时?钟?前|\bago\b|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}, \d{4}"
    r"|\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,? \d{4}|^\d{1,2}$)"
)
_DAY_OF_YEAR = re.compile(r"\d{1,2}月\d{1,2}日")
#: The Traditional characters of the words in this file.
_SIMPLER = str.maketrans(
    "關聞閱讀鏈資訊報導專題熱門評論編輯責來審聲轉載權經濟時間發標參網點擊廣們訂電錄註冊記處寫實習圖貼聯繫絡構證據險負進複製類風鄭開啟譯攝監統簽視覺頻號瀏覽數傳話郵條則單員詳見閉舉訴糾錯鍵掃碼縮認頂頁讚歡聽語結餘戶領費買購會規嚴隨個從為對請線違滾動財觀預過現業績遲價體務給讓與歸應僅屬終",
    "关闻阅读链资讯报导专题热门评论编辑责来审声转载权经济时间发标参网点击广们订电录注册记处写实习图贴联系络构证据险负进复制类风郑开启译摄监统签视觉频号浏览数传话邮条则单员详见闭举诉纠错键扫码缩认顶页赞欢听语结余户领费买购会规严随个从为对请线违滚动财观预过现业绩迟价体务给让与归应仅属终",
)
_TRADITIONAL = re.compile(f"[{''.join(map(chr, _SIMPLER))}]")
_META_WORD = re.compile(
    r"来源|來源|作者|记者|編輯|编辑|阅读\s*[\d.]|浏览|评论|点击|字号|责编|\bBy [A-Z]|Source:|发布于|原创|关注|分享"
)
_ENDS_SENTENCE = re.compile(r"[。！？；!?;]|[a-z]\.(?:\s|$)")
#: A text may well open with its place and wire: that is the article, not a byline.
_DATELINE = re.compile(r"(?:讯|电|报道|消息)\s*[，,：:）)】（( ]|/PRNewswire|GLOBE NEWSWIRE|BUSINESS WIRE|美通社")
#: The last line of a press release.
_SOURCE = re.compile(r"SOURCE:?\s+\S.{1,80}$")
#: A share's name, code and price, as a widget prints them between paragraphs.
_QUOTE = re.compile(
    r"^[\w*·（()）.\s-]{2,24}?(?:[\d.,]+|-{2,})\s*[+-]?(?:[\d.,]*|-{2,})\s*[(（]?[+-]?(?:[\d.]+|-{1,})%[)）]?$"
)
_INLINE = re.compile(
    r"[（(](?:\s*(?:行情|诊股|资讯|买入|股吧|问诊|港股吧|最新价|模拟交易|[,，、|]))+\s*[)）]"
    r"|\s*[(（\[【]\s*(?:责任编辑|责编|編輯|编辑|校对|本文来源|文章来源)\s*[:：]?[^)）\]】]{0,60}[)）\]】]\s*$"
    r"|\s*责任编辑\s*[:：]\s*\S{0,12}\s*$"
)
_BRACKET = re.compile(r"[(（\[【]")
#: Credits have names; a sentence after the colon is the article speaking.
_LONGEST_CREDIT = 80
_LONGEST_FURNITURE = 60
_LONGEST_BYLINE = 50
_SENTENCE = 40


def _simple(line: str) -> str:
    # To ask is a tenth of the price of translating, and most pages have none of them.
    return line.translate(_SIMPLER) if _TRADITIONAL.search(line) else line


@lru_cache(maxsize=8192)
def is_boilerplate(line: str) -> bool:
    """Whether a whole line is page furniture, a credit or a notice."""
    line = _simple(line)
    spoken = len(line) > 30 and "，" in line
    if (
        len(line) <= _LONGEST_FURNITURE
        and not spoken
        and (_FURNITURE.match(line) or _CREDITS_WITHOUT_COLON.match(line))
    ):
        return True
    if len(line) <= 40 and _END.match(line):
        return True
    credit = _CREDIT.match(line) if len(line) <= _LONGEST_CREDIT else None
    if credit and not re.search(r"[。！？].", credit["rest"]):
        return True
    if len(line) <= _LONGEST_CREDIT and (_SHORT_NOTICE_START.match(line) or _SHORT_NOTICE.search(line)):
        return True
    if len(line) > 600:
        return False
    if _PROMOTION.search(line):
        return True
    notice = _NOTICE_START.match(line) or _NOTICE.search(line)
    # A long paragraph that only comes to speak of such things is the article's.
    return notice is not None and (len(line) <= _LONGEST_CREDIT or notice.start() <= 50)


def is_quote(line: str) -> bool:
    """Whether a line is a share's name, price and change, as a widget prints them; rows of a table look the same."""
    return len(line) <= 40 and re.search(r"[+-]\d|--", line) is not None and _QUOTE.match(line) is not None


def _without_inline(line: str) -> str:
    """A line without quotes of shares and credits in brackets; to look for a bracket first is cheaper."""
    return _INLINE.sub("", line).strip() if _BRACKET.search(line) or "责任编辑" in line else line.strip()


def ends_article(line: str) -> bool:
    """Whether a heading says that what follows is not of the article."""
    return _END.match(_simple(line)) is not None


def is_dated(line: str) -> bool:
    """Whether a short line has a date or a time, as those of items in a list have."""
    return _DATED.search(line) is not None


def trim(lines: list[str], title: str = "") -> list[str]:
    """The article's own lines: header and tail gone, notices taken out, inline stock links and credits removed."""
    lines = [line for line in map(_without_inline, lines) if line]
    headed = f"【{title}】"
    lines = [line.removeprefix(headed).lstrip() if number < 3 else line for number, line in enumerate(lines)]
    lines = _without_lead(lines[_start(lines, title) :])
    total = sum(map(len, lines)) or 1
    kept: list[str] = []
    passed = 0
    for number, line in enumerate(lines):
        share = passed / total
        passed += len(line)
        contacts = _CONTACTS.match(line) is not None
        if share > 0.4 and (contacts or ends_article(line) or _SOURCE.match(line)):
            # An article may well have a part of its own called 最新动态; short lines after it are a list of links.
            if (share > 0.6 and not contacts) or not _mostly_sentences(lines[number + 1 :]):
                break
            continue
        # In the middle a sentence may well speak of risks and sources; notices stand at the edges.
        inside = 0.1 < share < 0.6 and len(line) > _SENTENCE and line[-1] in "。！？”." and not _PROMOTION.search(line)
        if not inside and is_boilerplate(line):
            continue
        kept.append(line)
    while kept and _is_tail(kept[-1]):
        kept.pop()
    return kept


def _without_lead(lines: list[str]) -> list[str]:
    """Without a summary box in front that only prints the beginning of the first paragraph once more."""
    if len(lines) > 1:
        lead = _squeeze(_LABEL.sub("", lines[0])).rstrip("….")
        if len(lead) >= 24 and any(_squeeze(line).startswith(lead) for line in lines[1:3]):
            return lines[1:]
    return lines


_LABEL = re.compile(
    r"^\s*(?:[\[【(（]?\s*[\w ]{0,6}(?:导读|摘要|导语|核心提示|提要)\s*[\]】)）]?\s*[:：]?|1[、.．])\s*"
)


def _mostly_sentences(lines: list[str]) -> bool:
    spoken = sum(len(line) for line in lines if len(line) > _SENTENCE and _ENDS_SENTENCE.search(line[-2:]))
    return 2 * spoken > sum(map(len, lines))


def _start(lines: list[str], title: str) -> int:
    """Where the article begins: after the title, if it stands in the first lines, and after its byline."""
    start = 0
    bare = _squeeze(title)
    for number, line in enumerate(lines[:15]):
        # A subtitle may stand between the title and the byline. Below the text a part of the title is a signature.
        early = sum(map(len, lines[:number])) <= 120
        byline = early and number <= 5 and _is_head(line) and _DATED.search(line)
        part = early and len(line) >= 8 and _squeeze(line) in bare
        if byline or part or (bare and _squeeze(line) == bare):
            start = number + 1
        elif len(line) > 80:
            break
    while start < len(lines) and _is_head(lines[start]):
        start += 1
    return start


def _is_head(line: str) -> bool:
    """Whether a line before the first sentence only says who published the article when."""
    if is_boilerplate(line):
        return True
    if len(line) > 100 or _ENDS_SENTENCE.search(line) or (len(line) > _LONGEST_BYLINE and _DATELINE.search(line)):
        return False
    if _DATED.search(line) or (len(line) <= 30 and _DAY_OF_YEAR.search(line)):
        return True
    return len(line) <= 40 and _META_WORD.search(_simple(line)) is not None


def _is_tail(line: str) -> bool:
    """Whether a last line is only counters, tags or a credit; a place and day under a filing is a signature."""
    if is_boilerplate(line) or re.match(r"S(?:OURCE|ource):? .{2,80}$", line):
        return True
    if len(line) > 40 or _ENDS_SENTENCE.search(line):
        return False
    return re.search(r"(?:阅读|浏览|点赞|评论|转发|分享|在看|收藏)\s*[\d(（]|^\d+$|^[#＃]\S+", line) is not None


def _squeeze(text: str) -> str:
    return "".join(text.split())
