"""Reads who gives and who takes from the wording of a sentence: a table of patterns over its skeleton.

A pattern speaks of parties as letters: ``{P}`` one party, ``{L}`` a list of them; ``W`` is a stretch of a clause that
names no other party, ``C`` the same without a comma. Its groups are votes: ``g`` gives the rights (licensor, seller, target, service), ``r`` takes them and
pays, ``t`` is the company bought (it counts among the grantors), ``s`` sells it, ``x`` and ``y`` agree without showing who gives.
A pattern that makes a deal (``seed``) needs two sides; one that does not (``cue``) only votes on the sides of a deal found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp.skeleton import P, Skeleton, party_ids

#: One or several parties told together.
_MORE = r"(?:(?:等|、|和|及|以及|/|及其){1,2}[^\ue000-\ue7ff,。;:、\n]{0,8}?|(?:与|共同|联合))"
L = rf"{P}(?:(?:公司|集团)?{_MORE}{P}){{0,11}}"
#: The same without 与, where 与 brings in the other side.
L0 = rf"{P}(?:(?:等|、|及|以及|/|及其){{1,2}}[^\ue000-\ue7ff,。;:、\n]{{0,8}}?{P}){{0,11}}"
#: The same that 与 ends: A、B与C签署 has A and B on one side.
L1 = rf"{P}(?:(?:等|、|和|及|以及|/|及其){{1,2}}[^\ue000-\ue7ff,。;:、\n]{{0,8}}?{P}){{0,11}}"
_W = r"[^\ue000-\ue7ff。;\n]"
_E = r"[^\ue000-\ue7ff。;\n]"
_C = r"[^\ue000-\ue7ff。;,:\n]"  # the same within one clause

_D = r"(?:[^\ue000-\ue7ff,。;:的\n]{0,8}?|新(?:成立|设立|设|组建)的(?:公司|企业|平台)?)"  # what a party is called before its name (美国上市公司)
_SIGN = r"(?:达成|签署|签订|签定|签约|订立|缔结|建立|确定|敲定|联合宣布|共同宣布|洽谈|商谈|磋商|谈判|联合公告|共同公告|展开|开展|举行|续签|签下|深化|扩大|合作(?!药物|药品|品种|产品|管线|伙伴)|协作|携手|共建|共同(?:投资|出资)?设立|共同开发|联合开发|共同研发|联合研发|合资|设立|成立|创立|推进|终止|结束|解除|协商一致|交割|完成《|合办|合建|合设|结成|组建|发起设立|签(?![发批字名证收])|共创)"
#: On to a later clause of the same subject: no clause in between begins with another party.
_ON = r"(?:(?!,(?!(?:并|同时|已|再|又|还|(?:审议)?通过了?|批准了?|同意)?[与和同向从对])[^\ue000-\ue7ff,。;]{0,4}[\ue000-\ue7ff])[^。;\n]){0,160}?"
#: The beginning of a clause whose first party is its subject: no verb before it has it as an object.
_LEAD = r"(?:^|[,;。])(?:(?!收购|并购|受让|引进|授予|许可给|授权给|认购|斥资|支付)[^\ue000-\ue7ff,。;\n]){0,30}(?<![与和向对给从])"
_GRANT = r"(?:授予|授权|许可|转授|分许可|独占许可|独家许可|独家授权|授出)"
_BUY = r"(?:全资收购|要约收购|收购|并购|受让|购买|买下|买入|购进|改购|吞下|接管|接手(?!后)|购入|吸收合并|私有化|收编|摘牌|竞得|参与竞购|洽购|买(?![家方卖单点账断入下])|(?:现金|全面)要约)(?!的)"
_STAKE = r"(?:股权|股份|控股权|控制权|全部资产|资产|业务|股本|权益|普通股|出资额|合伙份额)"
_RIGHTS = r"(?:权益|权利|(?<!上市)(?<!生产)(?<!经营)(?<!试验)(?<!IND)许可(?!证)|授权|代理权|推广权|销售权|经销权|分销权|商业化权|开发权|生产权|进口权|选择权|专有权|独家权|知识产权|商业化|批件|上市许可持有人|MAH|技术转让|平台|技术)"
_MONEY_IN = r"(?:首付款|预付款|首期款|里程碑|分成|提成|特许权使用费|付款|款项|许可费|授权费|对价|现金|亿(?:美|欧)?元|万(?:美|欧)?元)"

#: What a dealer is asked to do; who is asked to make or develop serves.
_TO_SELL = r"(?:(?!生产|研发|开发|制造)[^\ue000-\ue7ff,。;]){0,40}?(?:推广|销售|经销|分销|代理|商业化)"


@dataclass(frozen=True, slots=True)
class Rule:
    """One wording; ``kind`` hints at the type of deal, ``weight`` is the strength of its votes."""

    name: str
    pattern: str
    kind: str | None = None
    weight: float = 1.0
    seed: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A rule met in a sentence: entity indices by role, and where it stands in the article."""

    rule: Rule
    roles: dict[str, list[int]]
    start: int
    end: int

    @property
    def parties(self) -> list[int]:
        """Every entity of the frame, in the order of its roles."""
        return list(dict.fromkeys(i for ids in self.roles.values() for i in ids))


RULES: tuple[Rule, ...] = (
    # -- rights granted -------------------------------------------------------------------------------------------------
    Rule("grant.passive", rf"(?P<r>{P})W{{0,24}}?(?:获得|获|取得|已获|蒙){_D}(?P<g>{P})(?!W{{0,8}}股[权份])(?:的|公司)?W{{0,8}}?{_GRANT}", "license", 3, True),
    Rule("grant.to", rf"(?P<g>{P})(?:W{{0,12}},)?W{{0,10}}?(?:将|把)(?!W{{0,40}}(?:特许费|使用费|款项?|提成|分成|费用)W{{0,6}}?(?:交给|给))W{{0,120}}?(?:授权给|授予给?|许可给|授权|许可|转让给|转让予|出售给|卖给|转给|签给|交给|交予|独家授权|给予|给|予){_D}(?P<r>{L})", "license", 3, True),
    Rule("grant.verb", rf"(?P<g>{P})W{{0,60}}?(?<!获)(?<!获得){_GRANT}(?:给|予|于)?(?:给予)?{_D}(?P<r>{L})", "license", 2.5, True),
    Rule("grant.towards", rf"(?P<g>{P})W{{0,20}}?向(?P<r>{L})W{{0,14}}?(?:授予|授权|许可|独家授权|授出|转让|出售)", "license", 3, True),
    Rule("grant.towards.open", rf"向(?P<r>{L})W{{0,14}}?(?:授予|授权|许可|授出|转让|出售)", "license", 2),
    Rule("grant.object", rf"(?<!费)(?<!款)(?<!提成)(?:授权给|许可给|授予给|转让给|出售给|卖给|转给|签给|交给|交予|授予|给予|交由){_D}(?P<r>{L})", "license", 1.5),
    Rule("grant.hands", rf"(?P<g>{P})W{{0,50}}?(?:推广|销售|商业化|经销|分销|代理|生产|权益|权利|权)(?:权)?(?:工作|业务)?(?:独家)?(?:交给|交由|交予|交与|委托给){_D}(?P<r>{L})", "license", 3, True),
    Rule("grant.subject", rf"(?<![与和同跟向])(?P<g>{P})(?:W{{0,10}},)?(?:拟|已|同意|近日|W{{0,8}})将(?!获)W{{0,120}}?(?:授予|授权给|许可给|对外授权|授权|转让给|独家许可)", "license", 1.5),
    Rule("grant.belongs", rf"{_LEAD}(?P<g>{P})[^。;\n]{{0,140}}?(?:权益|权利|权|许可|商业化|销售)(?:已经|已|均|都|全部|由此|将|改)?(?:归属于?|归(?!还)|落到|落入|转到|转归|移交给?|交到|给了|给到|花落|易手){_D}(?P<r>{P})", "license", 2.5, True),
    Rule("grant.belongs.open", rf"(?:权益|权利|权|许可|商业化|销售)(?:已经|已|均|都|全部|由此|将|改)?(?:归属于?|归(?!还)|落到|落入|转到|转归|移交给?|交到|给了|给到|花落|易手){_D}(?P<r>{P})", "license", 2),
    Rule("given.back", rf"(?:权益|权利|授权|许可)[^。;,\n]{{0,8}}?(?:归还|退还|退回|返还)(?:给|予)?{_D}(?P<g>{P})", None, 2.5),
    Rule("buy.rights", rf"(?P<r>{P})C{{0,16}}?(?:买下|买走|拿下|拿到|收购|揽下|购得|抢下|锁定|斩获){_D}(?P<g>{P})(?![^\ue000-\ue7ff。;,:\n]{{0,10}}%)C{{2,40}}?(?:权益|权利|许可|选择权|授权|商业化权|销售权|代理权|推广权)", "license", 4, True),
    Rule("in.of", rf"(?P<r>{P})C{{0,30}}?(?<!扩股)(?<!增资)(?:引进(?!战投|投资)|引入(?!战投|投资)|获权|买入|license in)(?:了)?W{{0,12}}?(?P<g>{P})", "license", 3, True),
    Rule("in.from", rf"(?P<r>{P})W{{0,30}}?(?:从|自|向){_D}(?P<g>{P})W{{0,20}}?(?:引进|引入|受让|购买|购得|购入|接手|接管|(?:获得|取得|拿下)(?!C{{0,40}}?(?:许可费|授权费|首付款|付款|款项|分成)))", "license", 3.5, True),
    Rule("in.by", rf"(?:^|[,;。])[^\ue000-\ue7ff,。;]{{0,12}}(?P<g>{P})[^。;\n]{{0,120}}?由{_D}(?P<r>{P})C{{0,8}}?(?:买下|引进|获得|取得|受让|收购|负责)W{{0,30}}?(?:{_RIGHTS}|商业化|推广|销售)", "license", 2.5, True),
    Rule("in.gets.of", rf"(?P<r>{P})C{{0,40}}?(?:获得|取得|拥有|享有|获|拿下|受让|买断)(?:了)?{_D}(?P<g>{P})(?!W{{0,8}}股[权份])W{{0,60}}?{_RIGHTS}", "license", 2.5, True),
    Rule("in.gets.from", rf"从(?P<g>{P})W{{0,6}}?(?:处)?(?:引进|受让|(?:获得|取得)(?!C{{0,40}}?(?:许可费|授权费|首付款|付款|款项|分成)))", "license", 2),
    Rule("in.gets", rf"(?P<r>{P})C{{0,24}}?(?:获得|取得|拥有|享有|获|拿下|被授予|买断|受让|购买|接手|接过)(?!C{{0,8}}(?:自主|自研|完整|完善|成熟))(?![^。;,]{{0,40}}(?:监督管理局|药监局|FDA|EMA|NMPA|批准))(?![^。;,]{{0,30}}(?:首付款|预付款|里程碑付款|分成|提成))W{{0,80}}?{_RIGHTS}", "license", 1.5),
    Rule("out.gets.money", rf"(?P<g>{P})C{{0,40}}?(?:获得|收到|收取|收获|有资格|有权获|获(?!得)|赚取|得到)(?!{_GRANT}|[^,。;]{{0,40}}?(?:权益|权利|批准|受理|授权|许可(?!费|使用费|款)))W{{0,40}}?{_MONEY_IN}", None, 1.5),
    Rule("pays.to", rf"(?P<r>{P})C{{0,20}}?(?<!无需)(?<!不需)(?<!无须)(?<!不再)向(?P<g>{P})W{{0,16}}?(?:支付|付款|缴付|发行|提供W{{0,8}}付款)", None, 3),
    Rule("pays.towards", rf"(?<!无需)(?<!不需)(?<!无须)(?<!不再)向(?P<g>{P})W{{0,10}}?(?:支付|付款|缴付)", None, 1.5),
    Rule("pays.of", rf"(?P<g>{P})(?:C{{0,14}}?(?:公告|宣布|披露|表示)C{{0,4}}?,)?C{{0,20}}?(?:收到|收取|获得|获)(?:了|来自)?(?:合作伙伴|合作方)?(?P<r>{P})W{{0,60}}?{_MONEY_IN}", None, 3, True),
    Rule("paid.from", rf"(?P<g>{P})C{{0,30}}?[自从](?:合作伙伴|合作方)?{_D}(?P<r>{P})W{{0,8}}?(?:收取|收到|收讫|获得|取得|获)(?![^,。;]{{0,40}}?(?:权益|权利|许可(?!费|使用费|款)))W{{0,30}}?{_MONEY_IN}", None, 4, True),
    Rule("paid.from.also", rf"(?P<g>{P})[^。;\n]{{0,30}}?[从自](?:{P})C{{0,10}}?(?:收取|收到|获得|取得)[^。;\n]{{0,40}}?,(?:又|并|还|再|另)[从自](?P<r>{P})C{{0,10}}?(?:收取|收到|获得|取得)W{{0,30}}?{_MONEY_IN}", None, 3, True),
    Rule("pays", rf"(?<!向)(?P<r>{P})C{{0,24}}?(?:(?<!获)支付|付出|出资(?=\d|人民币)(?![^。;]{{0,40}}(?:持股|占|股[权份比]|设立|成立|注册|认购|收购|受让|投资))|先付|斥资|豪掷|耗资|付款义务)", None, 1.5),
    Rule("keeps", rf"(?P<g>{P})W{{0,6}}?(?:将)?(?:保留|仍拥有|继续拥有)W{{0,40}}?(?:权益|权利|权)", None, 1.5),
    Rule("in.dealer", rf"(?P<r>{P})C{{0,40}}?(?:成为|担任|任)(?P<g>{P})C{{0,40}}?(?:经销商|代理商|总代理|分销商|推广商|合作伙伴)", "commercialization", 3, True),
    Rule("in.dealer.theirs", rf"(?P<r>{P}){_ON},(?:将)?(?:成为|担任|任)其[^。;]{{0,40}}?(?:经销商|代理商|总代理|分销商|推广商)", "commercialization", 3),
    Rule("out.agrees", rf"(?P<g>{P})(?:C{{0,12}},)?C{{0,12}}?(?:已)?(?:同意|授权|委任|指定|委托){_D}(?P<r>{P})C{{0,24}}?(?:独家|总)(?:经销|代理|销售|推广|分销)", "commercialization", 3, True),
    Rule("exercise", rf"(?P<r>{P})C{{0,30}}?行使W{{0,10}}?(?P<g>{P})?W{{0,30}}?选择权", "license", 2),
    Rule("declines", rf"(?P<g>{P})(?:C{{0,4}}(?:公告|宣布|公布|称|表示)C{{0,2}})[,:](?P<r>{P})C{{0,10}}?(?:放弃|不(?:再)?(?:行使|续约|推进|参与))W{{0,40}}?(?:权利|权益|选择权|许可|合作|开发)", "license", 3, True),
    Rule("ended.notice.to", rf"(?P<r>{P})C{{0,16}}?向(?P<g>{P})C{{0,6}}?(?:发出|发送|送达|出具|递交)C{{0,10}}?(?:终止|解除)", "license", 3, True),
    Rule("exercise.told", rf"(?P<g>{P})C{{0,6}}(?:宣布|公告|公布|披露|称|获悉|表示)C{{0,6}}?,?(?P<r>{P})C{{0,10}}?行使W{{0,40}}?(?:选择权|期权|权利)", "license", 3, True),
    Rule("takes.back", rf"(?P<g>{P})C{{0,20}}?(?:收回|取回|赎回|重新获得|重新取得|拿回)", None, 2),
    Rule("ends", rf"(?P<r>{P})C{{0,12}}?(?:通知|决定|选择|宣布)[^。;]{{0,14}}?终止", None, 1.5),
    Rule("returns", rf"(?P<r>{P})C{{0,16}}?(?:退回|退还|归还|放弃|交还)(?P<g>{P})C{{2,30}}", "license", 3, True),
    Rule("ended.by.notice", rf"(?P<g>{P})[^。;\n]{{0,24}}?(?:接到|收到|接获)(?![^\ue000-\ue7ff]{{0,8}}股东){_D}(?P<r>{P})C{{0,10}}?(?:通知|函)[^。\n]{{0,60}}?(?:终止|不再|退回|解除)", "license", 3, True),
    Rule("gives.back", rf"(?<!向)(?<!给)(?P<r>{P})(?:C{{0,20}}?(?:向|给)(?P<g>{P}))?C{{0,20}}?(?:退回|归还|退还|放弃)W{{0,30}}?(?:权益|权利|授权)", None, 2),
    # -- companies, shares, assets --------------------------------------------------------------------------------------
    Rule("buy.from", rf"(?P<r>{P})C{{0,40}}?(?<!被)(?<!并){_BUY}C{{0,30}}?(?P<s>{L})(?:W{{0,24}}?)(?:持有|所持|合计持有|直接持有|手中|名下)W{{0,24}}?(?P<t>{L})", "stake", 3, True),
    Rule("buy.of.shareholder", rf"(?P<r>{P})C{{0,50}}?{_BUY}C{{0,12}}?(?P<t>{P})(?:的)?(?:原|小)?股东(?P<s>{L})C{{0,10}}?(?:所持|持有)", "stake", 3.5, True),
    Rule("fund.joint", rf"(?P<r>{L})[^。;]{{0,40}}?与(?P<r2>{L})C{{0,8}}?(?:共同)?(?:投资|出资)(?:设立|成立)(?P<r3>{P})", "stake", 1),
    Rule("newco.with", rf"(?P<g>{P})C{{0,20}}?(?:与|携手|联合)(?P<r>{L})C{{0,16}}?(?:成立|设立|创立|创建|组建)(?!C{{0,14}}基金)C{{0,20}}?(?P<r2>{P})", "newco", 3, True),
    Rule("buy.out.of.hands", rf"(?P<r>{P})[^\ue000-\ue7ff。;\n]{{0,60}}?(?:从|向|自)C{{0,14}}?(?P<s>{L})(?:等)?C{{0,14}}?(?:手中|名下|处|所)?(?:现金)?{_BUY}(?:其(?:合计|共同|分别|直接)?(?:所)?持有?的|所持)?{_D}(?P<t>{P})(?=C{{0,10}}?(?:股[权份]|全部|\d|已发行))", "stake", 4, True),
    Rule("agree.about.shares", rf"(?P<s>{P})C{{0,10}}?(?:与|同|和){_D}(?P<r>{P})C{{0,6}}?(?:签|订|达成)C{{0,10}}?(?:关于|就)(?P<t>{P})C{{0,12}}?(?:股份|股权|收购)", "stake", 4, True),
    Rule("agreed.for.shares", rf"(?P<s>{P})C{{0,16}}?(?:,C{{0,4}})?(?:与|同|和){_D}(?P<r>{P})(?:签署|签订|订立|达成)的?(?:关于)?(?P<t>{P})C{{0,8}}?(?:股权|股份)(?:转让|出售)", "stake", 4.5, True),
    Rule("buy.held", rf"(?P<r>{P})[^。;\n]{{0,30}}?(?:与|同|和)(?P<s>{L})[^\ue000-\ue7ff。;\n]{{0,40}}?{_BUY}(?:其|后者|对方)(?:合计)?所?持有?的?(?P<t>{L})", "stake", 4, True),
    Rule("sells.stake", rf"(?P<s>{P})[^\ue000-\ue7ff。;\n]{{0,30}}?(?:与|同|和){_D}(?P<r>{L})[^\ue000-\ue7ff。;\n]{{0,40}}?,[^\ue000-\ue7ff。;\n]{{0,24}}?(?:转让|出售)(?:所持|其?所?持有的|其)?(?P<t>{P})(?=C{{0,12}}?(?:股权|股份|\d))", "stake", 4, True),
    Rule("buy.towards.seller", rf"(?P<r>{P})C{{0,40}}?向(?:卖方|转让方|出售方|原股东|股东)?(?P<s>{L})C{{0,6}}?(?:收购|并购)C{{0,12}}?(?P<t>{P})?", "stake", 3, True),
    Rule("buy", rf"(?P<r>{P})C{{0,60}}?(?<!被)(?<!并)(?<!要求)(?<!反)(?:{_BUY})(?:方)?C{{0,24}}?(?P<t>{L})(?!W{{0,6}}(?:所?持有?的?|手中)W{{0,10}}{P})", "stake", 2.5, True),
    Rule("buy.bought.by", rf"(?P<t>{P})W{{0,10}}?(?:被传|被|获)W{{0,6}}?(?P<r>{P})W{{0,12}}?(?:收购|并购|要约|入股|买下)", "stake", 4, True),
    Rule("subject.buys.third", rf"{_LEAD}(?P<r>{P}){_ON}{_BUY}C{{0,8}}?{P},[^\ue000-\ue7ff。;\n]{{0,40}}?{_BUY}C{{0,8}}?{P},[^\ue000-\ue7ff。;\n]{{0,40}}?{_BUY}C{{0,8}}?(?P<t>{P})", "stake", 2.5, True),
    Rule("buy.headline", rf"^(?P<r>{P})[^\ue000-\ue7ff。;\n]{{0,24}}:[^\ue000-\ue7ff。;,\n]{{0,16}}?{_BUY}(?P<t>{P})", "stake", 3, True),
    Rule("in.headline.open", rf"^(?P<r>{P})[^\ue000-\ue7ff。;\n]{{0,40}}?(?:引进|受让|购入|买入)[^\ue000-\ue7ff。;\n]{{2,40}}$", None, 2),
    Rule("in.headline", rf"^(?P<r>{P})[^\ue000-\ue7ff。;\n]{{0,24}}:[^\ue000-\ue7ff。;,\n]{{0,16}}?引进(?P<g>{P})", "license", 3, True),
    Rule("buy.via", rf"(?<!收购)(?<!并购)(?<!受让)(?<!引进)(?P<r>{P})W{{0,20}}?拟?(?:以|通过|作价|出资)W{{0,40}}?(?:收购|受让|购买|取得)(?P<t>{L})(?!C{{0,6}}(?:所?持有?的?|手中)C{{0,10}}{P})", "stake", 2.5, True),
    Rule("sell.to", rf"(?P<s>{P})(?:C{{0,12}},)?C{{0,20}}?(?:将|把)C{{0,30}}?(?P<t>{L})C{{0,30}}?(?:{_STAKE})?C{{0,20}}?(?:转让给|出售给|转让予|出售予|卖给|转给|让与|转让|出售){_D}(?P<r>{L})", "stake", 3.5, True),
    Rule("sell.listed", rf"(?P<s>{P})[^。;\n]{{0,40}}?挂牌(?:转让|出售)[^\ue000-\ue7ff。;\n]{{0,10}}?(?P<t>{P})[^。;\n]{{0,40}}?,(?P<r>{P})C{{0,20}}?(?:摘牌|竞得|受让|接手|拍得)", "stake", 4.5, True),
    Rule("sell.of", rf"(?P<s>{P})W{{0,40}}?(?:转让|出售|剥离|处置|挂牌转让|公开挂牌转让)W{{0,20}}?(?P<t>{P})W{{0,24}}?{_STAKE}", "stake", 2),
    Rule("sell.to.of", rf"(?P<s>{P})W{{0,20}}?向{_D}(?P<r>{L})W{{0,20}}?(?:转让|出售)W{{0,20}}?(?P<t>{P})?", "stake", 3, True),
    Rule("sell.shareholder", rf"(?P<t>{P})(?:的)?(?:间接|原|第一|第二)?(?:控股股东|实际控制人|大股东|股东|小股东)(?:、?(?:实际控制人|董事长|一致行动人|董事|总经理|及其一致行动人)){{0,3}}(?P<s>{L})(?:等)?(?:及{P}?C{{0,30}}?{P}\)?)?C{{0,16}}?(?:与|向|已与)(?P<r>{L})W{{0,60}}?(?:转让|出售|收购|终止|股份|控制权|控股权)", "stake", 4, True),
    Rule("buy.shareholder", rf"(?P<r>{P})W{{0,16}}?(?:与|向)(?P<t>{P})(?:的)?(?:原|间接|第一|第二|主要)?(?:控股股东|实际控制人|大股东|小股东|股东)(?P<s>{L})W{{0,60}}?(?:签署|签订|收购|受让|购买|转让)", "stake", 2, True),
    Rule("counterparty", r"(?:交易对手方|交易对方|对手方|卖方|转让方|出让方|原股东)(?:分别)?(?:为|包括|系)(?:自然人|股东)?(?P<s>" + L + r")", "stake", 2),
    Rule("receiver", r"(?:受让方|买方|收购方|认购方|受让主体)(?:分别)?(?:为|包括|系)(?:以)?(?P<r>" + L + r")", "stake", 2),
    Rule("stake.holder", rf"(?:控股股东|实际控制人)W{{0,12}}?(?:将由{P}|由{P})?W{{0,8}}?(?:变更为|变更至|变为)(?P<r>{P})", "stake", 3),
    Rule("wins", rf"(?P<g>{P})C{{0,8}}?(?:拿下|斩获|获)(?P<r>{P})C{{0,20}}?(?:大单|订单|合作|合同|亿)", "license", 4, True),
    Rule("patentee", rf"(?:变更后|现)(?:专利权人|持有人|权利人)(?:变更)?为(?P<r>{P})", "asset", 3),
    Rule("patentee.before", rf"(?:原)(?:专利权人|持有人|权利人)(?:为|是|系)(?P<g>{P})", "asset", 3),
    Rule("control.holder", rf"(?P<r>{P})C{{0,16}}?成为(?P<t>{P})(?:的)?(?:间接|直接|第一|单一)*(?:控股股东|大股东|实际控制人)", "stake", 2, True),
    Rule("control.subsidiary", rf"(?P<t>{P})C{{0,16}}?成为(?P<r>{P})(?:的)?(?:全资|控股|附属|间接|非全资)*(?:子公司|附属公司|孙公司)", "stake", 2, True),
    Rule("control.from.to", rf"(?P<t>{P})W{{0,24}}?(?:控股股东|实际控制人|控制权)(?:将|拟)?由(?P<s>{P})(?:将|拟)?变(?:更)?为(?P<r>{P})", "stake", 4, True),
    Rule("control.of", rf"(?P<r>{P})C{{0,24}}?(?:获得|取得|拿下|入主|控股|谋求)(?P<t>{P})C{{0,14}}?(?:控股权|控制权|股权|股份)", "stake", 2, True),
    Rule("control.changes", rf"(?P<t>{P})[:,]?W{{0,14}}?(?:控股股东|实际控制人|控制权)W{{0,10}}?变更为(?P<r>{P})", "stake", 3, True),
    Rule("invest", rf"(?P<r>{P})W{{0,50}}?(?:认购|入股|参股|战略投资|投资入股|投资|增持|增资|注资|参与)(?P<t>{L})W{{0,24}}?(?:融资|股权|股份|增资|注册资本|优先股|普通股|轮)?", "stake.equity", 2, True),
    Rule("buy.agree", rf"(?P<r>{P})W{{0,16}}?与(?P<t>{L})W{{0,10}}?(?:签署|签订|订立|达成)[^,。;\ue000-\ue7ff]{{0,8}}?(?:收购|并购)(?![^。;]{{0,60}}?转让其)", "stake", 1.2),
    Rule("buy.theirs", rf"(?P<r>{P})W{{0,16}}?与(?P<t>{L})W{{0,60}}?(?:收购|受让|入股|投资|增资|引进)其", None, 2),
    Rule("buy.towards", rf"(?P<r>{P})C{{0,30}}?(?:对|向)(?P<t>{L})(?:的|发起|进行|提出|发出){{0,2}}(?:全面|部分|自愿|现金|要约)*(?:收购|并购)", "stake", 3, True),
    Rule("offer.to.holders", rf"(?P<r>{P})(?:C{{0,6}},)?C{{0,20}}?向(?P<t>{P})(?:的)?(?:全体|全部)?(?:股东|持有人)?C{{0,4}}?(?:提出|发出|作出|发起)C{{0,20}}?要约", "stake", 3, True),
    Rule("buy.group", r"(?:分别是|分别为|包括|即)(?P<t>" + L + r")", "stake", 1),
    Rule("obtain.held", rf"(?P<r>{P})[^。;]{{0,80}}?(?:获得|取得)C{{0,6}}?(?P<s>{L})(?:所持|持有)(?:的)?C{{0,8}}?(?P<t>{P})C{{0,14}}?(?:股权|股份)", "stake", 3, True),
    Rule("invest.its", rf"(?P<t>{P})(?:公告|宣布|披露|表示|发布公告)?(?:称)?[,:]{_D}(?P<r>{P})C{{0,40}}?(?:认购|入股|增持|战略投资|收购)(?:其|公司)(?=[^,。;]{{0,16}}?(?:股|增资|注册资本))", "stake.equity", 3, True),
    Rule("privatize", rf"(?P<r>{P})W{{0,40}}?将(?P<t>{P})(?:私有化|全面收购|收归旗下|纳入麾下)", "stake", 3, True),
    Rule("newco.backers", rf"(?P<r>{P})(?:是|为|系)?W{{0,16}}?由(?P<r2>{L})W{{0,12}}?(?:出资|投资|发起|创立|成立|设立|领投|孵化|支持)", "newco", 0.5),
    Rule("invest.joint", rf"(?P<r>{L0})C{{0,12}}?(?:与|和|联合)C{{0,10}}?(?P<r2>{L})C{{0,12}}?共同(?:增资|投资|入股)(?P<t>{P})", "stake.equity", 2.5, True),
    Rule("invest.brought.in", rf"(?P<t>{P})C{{0,24}}?(?:增资扩股|增资|扩股|定增|融资)(?:C{{0,4}},)?C{{0,4}}?(?:引入|引进)(?:战略投资者|投资者|战投|股东)?(?P<r>{L})", "stake.equity", 5, True),
    Rule("invest.into", rf"(?P<r>{P})W{{0,40}}?(?:对|向)(?P<t>{L})W{{0,16}}?(?:增资|投资|注资|进行股权投资|参股)", "stake.equity", 2.5, True),
    Rule("holds.after", rf"(?P<r>{P})W{{0,12}}?将?(?:合计)?持有(?P<t>{P})W{{0,8}}?\d[\d.]*%", "stake", 1.5),
    # -- services, sales ----------------------------------------------------------------------------------------------
    Rule("service.entrusts", rf"(?P<r>{P})W{{0,40}}?委托(?P<g>{L})(?!{_TO_SELL})", "research", 2.5, True),
    Rule("service.contract", rf"(?P<r>{P})C{{0,16}}?与(?P<g>{L})W{{0,80}}?委托(?:生产|开发|研发|加工|研究)", "research", 1),
    Rule("service.accepts", rf"(?P<g>{P})[^。;]{{0,120}}?(?:接受|承接)(?:其|上述|该)?[^。;,\ue000-\ue7ff]{{0,6}}?委托", "research", 3.5),
    Rule("service.commissioned", rf"(?P<g>{P})C{{0,30}}?(?:接受|受){_D}(?P<r>{P})(?:的)?委托", "research", 3.5, True),
    Rule("service.them", rf"(?P<r>{P})[^。;]{{0,160}}?委托(?:其|上述|该)(?!{_TO_SELL})", "research", 2.5),
    Rule("service.for", rf"(?P<g>{P})C{{0,20}}?为{_D}(?P<r>{P})W{{0,10}}?(?:提供|开发|研发|生产|发现)", "research", 2),
    Rule("service.work", rf"(?P<g>{P})W{{0,16}}?(?:负责|利用其|依托|凭借)W{{0,60}}?(?:发现|早期研发|临床前|平台|候选|筛选|生产)", None, 0.6),
    Rule("uses.theirs", rf"双方[^\ue000-\ue7ff。;,]{{0,8}}?(?:利用|使用|采用|借助|依托|基于)(?P<g>{P})(?:的|专有|独有|自主|旗下)", "research", 1.5),
    Rule("contributes", rf"(?P<g>{P})(?:C{{0,4}}?)以[^\ue000-\ue7ff。;,]{{0,12}}?(?:技术|知识产权|专利|权益|资产)[^\ue000-\ue7ff。;,]{{0,10}}?(?:作价|出资|入股)", "newco", 2.5),
    Rule("uses.platform", rf"(?P<r>{P})C{{0,16}}?(?:利用|使用|采用|借助)(?P<g>{P})", "research", 1.5),
    Rule("sells.product", rf"(?P<r>{P})C{{0,16}}?(?:将)?(?:负责|管(?!理|线)|包下|(?<!《)独家|全面|承担)W{{0,50}}?(?:商业化|推广|销售|分销|经销|进口|准入)(?!权(?:益|利)?(?:已经|已|都)?(?:给|归|授|交|落|花落))", None, 1.2),
    Rule("subject.sells", rf"{_LEAD}(?P<r>{P}){_ON},(?:并|将|并将|由其)?(?:独家|全权)?(?:负责|承担)[^\ue000-\ue7ff,。;]{{0,40}}?(?:营销|推广|销售|分销|经销|商业化)", None, 3),
    Rule("subject.sells.theirs", rf"{_LEAD}(?P<r>{P}){_ON},(?:并|将|并将)?(?:在[^\ue000-\ue7ff,。;]{{0,20}}?)(?:独家)?(?:分销|销售|推广|经销|代理|商业化)(?:其|后者|对方)", None, 3),
    Rule("entrusts.sales", rf"{_LEAD}(?P<g>{P}){_ON}(?:,|并)(?:并|将|拟)?(?:授权并|独家)?委托(?:其|后者|对方|{P}){_TO_SELL}", "commercialization", 4),
    Rule("sells.by", rf"(?:推广|销售|商业化|分销|经销|进口|市场)[^。;\n]{{0,60}}?(?<!改)(?<!转)(?<!后)(?<!将)由{_D}(?P<r>{P})(?!自)C{{0,8}}?(?:独家)?(?:负责|承担|推广|销售|商业化)|(?<!改)(?<!转)(?<!后)由{_D}(?P<r2>{P})C{{0,4}}?独家(?:负责)?(?:推广|销售|商业化|经销)", "commercialization", 2.5),
    Rule("service.by", rf"由{_D}(?P<g>{P})(?:继续|全权)?(?:承担|负责|提供)[^\ue000-\ue7ff。;,\n]{{0,30}}?(?:工艺|生产(?!和销售|与销售|及销售)|制造|检测|CMC|研究服务)", "research", 2),
    Rule("refunds", rf"(?<!向)(?P<g>{P})C{{0,8}}?(?:退还|返还|退回)(?:已收|所收|全部|部分|首付|已付|已支付)C{{0,10}}?(?:款|费用)", None, 2.5),
    Rule("buy.of.all", rf"(?P<r>{P})[^\ue000-\ue7ff。;\n]{{0,60}}?(?:向|从|自){_D}(?P<t>{P})(?:的)?(?:全体|全部|原)?股东C{{0,12}}?{_BUY}(?:其|公司)", "stake", 4, True),
    Rule("buy.out.of.court", rf"(?P<t>{P})(?:的)?(?:及其)?(?:重整)?(?:管理人)?C{{0,12}}?与{_D}(?P<r>{L})C{{0,16}}?重整投资(?:协议|合同)", "stake", 3.5, True),
    Rule("purchases", rf"(?P<r>{P})[^\ue000-\ue7ff。;\n]{{0,20}}?(?:与|同|和){_D}(?P<g>{P})C{{0,24}}?采购(?:框架|总)?(?:协议|合同)", "commercialization", 2, True),
    Rule("sells.theirs", rf"(?P<r>{P})[^。;\n]{{0,120}}?,W{{0,20}}?(?:负责|承担|独家)(?P<g>{P})W{{0,40}}?(?:商业运营|商业化|推广|销售|分销|经销|进口)", "commercialization", 3, True),
    Rule("service.entrusted", rf"(?P<r>{P})(?:C{{0,8}}(?:公告|宣布),)?[:,]?C{{0,8}}?与(?P<g>{P})[^\ue000-\ue7ff。;\n]{{0,40}}?,(?:并)?委托(?:其|后者|对方)(?!{_TO_SELL})", "research", 3, True),
    Rule("supplies", rf"(?<![为给向])(?P<g>{P})C{{0,16}}?(?:将|仍|继续|免费)?(?:负责|承担|提供)W{{0,20}}?(?:生产|供应|供货|供药)", None, 1.2),
    Rule("of.product", rf"(?<!员工)(?:商业化|推广|销售|引进|代理|分销)(?P<g>{P})(?:旗下|的)", "commercialization", 2),
    # -- the subject of the sentence goes on in a later clause --------------------------------------------------------------
    Rule("subject.buys.from", rf"{_LEAD}(?P<r>{P}){_ON}(?:,|并)(?:正式|拟|已|并|同意)?(?:终止)?(?:(?:以|斥资|出资|耗资|豪掷)C{{0,30}}?)?{_BUY}C{{0,24}}?(?P<s>{L})C{{0,8}}?(?:所持|持有)(?:C{{0,12}}?(?P<t>{L}))?", "stake", 3, True),
    Rule("subject.has.bought", rf"{_LEAD}(?P<r>{P}){_ON},对(?P<t>{P})的[^\ue000-\ue7ff。;,\n]{{0,24}}?(?:收购|并购)", "stake", 3, True),
    Rule("subject.bought", rf"{_LEAD}(?P<r>{P}){_ON},(?:已|正式|成功)*完成(?:了)?对(?P<t>{L})(?:的)?(?:全部|剩余|全面)?(?:股权)?(?:的)?(?:收购|并购)", "stake", 2.5, True),
    Rule("subject.buys", rf"{_LEAD}(?P<r>{P}){_ON}(?:,|并)(?:正式|拟|已|并|同意|将|原拟|原先要|曾拟|此前拟|计划|打算|准备|其后|转而|欲)?(?:终止)?(?:(?:以|用|斥资|出资|耗资|豪掷|花)C{{0,30}}?)?{_BUY}C{{0,24}}?(?P<t>{L})(?!C{{0,6}}(?:所?持|手中))", "stake", 2.5, True),
    Rule("subject.ends", rf"{_LEAD}(?P<r>{P}){_ON},(?:决定|拟|已|将|并)?(?:终止|退回|解除)", None, 1),
    Rule("subject.serves", rf"{_LEAD}(?P<g>{P}){_ON},(?:将|并|由其|同意)?为{_D}(?P<r>{P})W{{0,40}}?(?:提供|开发|研发|生产)", "research", 2),
    Rule("subject.uses", rf"{_LEAD}(?P<r>{P}){_ON},(?:将)?(?:利用|使用|采用|借助|基于)(?P<g>{P})", "research", 2.5),
    Rule("subject.gets.of", rf"{_LEAD}(?P<r>{P}){_ON},(?:拟|将|并|已)?(?:获得|取得|引进|受让)(?P<g>{P})(?:的|旗下|持有的|(?=[^\ue000-\ue7ff,。;授支批投许股]{{2,30}}?在))W{{0,60}}?{_RIGHTS}", "license", 3, True),
    Rule("subject.gets", rf"{_LEAD}(?P<r>{P}){_ON}[,、](?:并|从而|据此|将|以)?(?:将)?(?:获得|取得|获|引进|受让|拥有|买断|买下)(?![^。;,]{{0,30}}(?:首付款|预付款|里程碑|分成|提成|批准|受理))W{{0,80}}?{_RIGHTS}", "license", 1.5),
    Rule("subject.pays", rf"{_LEAD}(?P<r>{P}){_ON},(?:并|将|并将|需|为此|并为此)?(?:支付|付出|出资)", None, 1),
    Rule("subject.earns", rf"{_LEAD}(?P<g>{P}){_ON},(?:并|将|并将)?(?:有权|有资格|可|将)?(?:获得|收取|收到|获)W{{0,40}}?(?:首付款|预付款|里程碑|分成|提成|特许权使用费)", None, 1),
    Rule("subject.grants", rf"{_LEAD}(?P<g>{P}){_ON},(?:并|据此|将|并将)?(?:将W{{0,60}}?)?(?:授予|授权)(?P<r>{P})", "license", 2.5, True),
    # -- English press releases; the skeleton has no blanks -------------------------------------------------------------------
    Rule("en.agree.and", rf"(?P<x>{P})(?:,[^\ue000-\ue7ff]{{0,160}},)?(?:and|&)(?P<y>{P})E{{0,60}}?(?i:announce|enter|sign|form|expand|collaborat|agree|terminat|establish)", None, 0, True),
    Rule("en.agree.with", rf"(?P<x>{P})E{{0,120}}?(?i:agreement|collaboration|partnership|memorandum|alliance|jointventure|license|deal)E{{0,40}}?with(?P<y>{P})", None, 0, True),
    Rule("en.end.with", rf"(?P<x>{P})E{{0,60}}?(?i:agree[ds]?)with(?P<y>{P})E{{0,20}}?(?i:to(?:terminate|end))", None, 0, True),
    Rule("en.grant", rf"(?P<g>{P})E{{0,60}}?(?i:grants?|granted|granting|out-?licen[sc]e[sd]?(?:to)?|licen[sc]e[sd]?)E{{0,90}}?(?i:to)?(?P<r>{P})E{{0,40}}?(?i:option|licen[sc]e|rights|exclusiv|$|,)", "license", 2, True),
    Rule("en.granted", rf"(?P<g>{P})E{{0,30}}?(?i:hasgranted|grants|granted|willgrant)(?P<r>{P})", "license", 3.5, True),
    Rule("en.from", rf"(?P<r>{P})E{{0,60}}?(?i:acquire|in-?licen[sc]e|licen[sc]e|obtain|secure|gain)E{{0,160}}?from(?:E{{0,14}}?)(?P<g>{P})", "license", 3.5, True),
    Rule("en.exercises", rf"(?P<r>{P})E{{0,30}}?(?i:exercis)E{{0,24}}?option(?i:on|to|for|with)?E{{0,16}}?(?P<g>{P})", "license", 3, True),
    Rule("en.exercised.by", rf"(?P<g>{P})E{{0,40}}?(?i:announced?|said|reported)(?:that)?(?P<r>{P})E{{0,30}}?(?i:exercis)", "license", 3, True),
    Rule("en.gives", rf"(?P<g>{P})E{{0,20}}?(?i:isgiving|gives|gave|hasgiven|hands|handed)(?P<r>{P})E{{0,60}}?(?i:rights|licen[sc]e|option)", "license", 3.5, True),
    Rule("en.sold.to", rf"(?P<g>{P})(?:,E{{0,40}}?,)?E{{0,20}}?(?i:sold|sells|selling|transferred|assigned)E{{0,120}}?to(?i:partner|itspartner)?(?P<r>{P})", None, 3, True),
    Rule("en.gains.to", rf"(?P<r>{P})(?i:gains|gets|obtains|secures|wins)E{{0,30}}?(?i:licen[sc]e|rights|option)(?:to|for|on)(?P<g>{P})", "license", 3.5, True),
    Rule("en.pays.to", rf"(?P<r>{P})E{{0,60}}?(?i:payment|paid|pays?|paying)E{{0,12}}?to(?P<g>{P})", None, 3, True),
    Rule("en.pays.party", rf"(?P<r>{P})E{{0,12}}?(?i:pays|paid|topay)(?P<g>{P})", None, 3.5, True),
    Rule("en.buys.stake", rf"(?P<r>{P})E{{0,40}}?(?i:pay|pays|paid|invests?|invested|buys?|takes?)E{{0,40}}?(?:%|(?i:stake))(?:of|in)(?P<t>{P})", "stake.equity", 3.5, True),
    Rule("en.contributes", rf"(?P<g>{P})(?i:contributes|brings|provides|willprovide)(?:its)?E{{0,40}}?(?i:technology|platform|mouse|library)", "research", 2),
    Rule("en.from.gets", rf"(?P<g>{P})E{{0,60}}?(?i:receive)E{{0,120}}?from(?P<r>{P})", None, 3.5, True),
    Rule("en.acquire", rf"(?P<r>{P})E{{0,60}}?(?i:toacquire|acquires|acquired|willacquire|acquisitionof|tobuy|tender)(?:allE{{0,40}}?of)?(?P<t>{P})(?!E{{0,10}}from)", "stake", 3, True),
    Rule("en.acquired.by", rf"(?P<t>{P})E{{0,40}}?(?i:acquiredby|boughtby|mergewith)(?P<r>{P})", "stake", 3, True),
    Rule("en.gets.money", rf"(?P<g>{P})E{{0,30}}?(?i:willreceive|receives|received|iseligible|toreceive|eligibletoreceive)E{{0,80}}?(?i:payment|million|billion|upfront|milestone|royalt)", None, 1.5),
    Rule("en.pays", rf"(?P<r>{P})E{{0,20}}?(?i:willpay|haspaid|paid|pays|topay|makesan?upfront)(?P<g>{P})?", None, 2),
    Rule("en.rights", rf"(?P<r>{P})E{{0,30}}?(?i:willhave|receives|obtains|gains|gets|takes|took|willholds?|obtained)E{{0,40}}?(?i:exclusive|worldwide|global)?E{{0,20}}?(?i:rights|licen[sc]e)", "license", 1.5),
    Rule("en.collab", rf"(?P<g>{P})(?:'s)?E{{0,60}}?(?i:platform|technology)E{{0,60}}?(?i:touse|willuse|willapply|discover|identify)", "research", 0.6),
    # -- two who agree --------------------------------------------------------------------------------------------------
    Rule("agree.with", rf"(?<![与和、同跟向由东])(?P<x>{L0})(?:[^\ue000-\ue7ff。;:\n]){{0,50}}?(?<!并)(?<!还)(?:与|同|跟|和|携手|牵手|联手)C{{0,16}}?(?P<y>{L})W{{0,120}}?{_SIGN}", None, 0, True),
    Rule("agree.list.with", rf"(?<![与和、同跟向由东])(?P<x>{P}(?:(?:、|和|及|以及){P}){{1,4}})C{{0,30}}?(?:与|同|跟|携手|牵手|联手)C{{0,16}}?(?P<y>{L})W{{0,120}}?{_SIGN}", None, 0, True),
    Rule("agree.ended", rf"(?P<x>{P})[:,]?C{{0,20}}?(?:终止|解除|修订|续签|续约|扩大|延长|取消|完成)(?:了)?(?:与|同|和){_D}(?P<y>{L})C{{0,24}}?(?:协议|合作|合同|交易|许可|授权)", None, 0, True),
    Rule("agree.under", rf"(?P<x>{P})(?:依照|根据|按照?|依据)与(?P<y>{P})C{{0,20}}?(?:协议|合同|约定)", None, 0, True),
    Rule("agree.with.open", rf"(?P<x>{P})[:,]W{{0,40}}?与W{{0,12}}?(?P<y>{L})", None, 0, True),
    Rule("agree.also", rf"(?:^|[;。:])[^\ue000-\ue7ff,]{{0,12}}(?P<x>{P})[^。;]{{0,140}}?(?:,并|并|还|又|,)与C{{0,10}}?(?P<y>{L})W{{0,60}}?{_SIGN}", None, 0, True),
    Rule("agree.joint", rf"(?<![与和、同跟及向由东])(?P<x>{P})(?:、|和|及|与|&|/|携手|牵手|联手)(?P<y>{L1})W{{0,40}}?{_SIGN}", None, 0, True),
    Rule("agree.hand", rf"(?P<x>{P})W{{0,10}}?(?:携手|牵手|联手|联姻|结盟|再度合作|合作)(?P<y>{L})", None, 0, True),
)  # fmt: skip


_ENGLISH = re.compile("[A-Za-z]{12}")  # the skeleton has no blanks: a name or a code alone is shorter


@cache
def _compiled() -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    return tuple(
        (rule, re.compile(rule.pattern.replace("W{", _W + "{").replace("C{", _C + "{").replace("E{", _E + "{")))
        for rule in RULES
    )


def find_frames(skeleton: Skeleton) -> Iterator[Frame]:
    """Every rule that a sentence meets, with the entities it gives a role."""
    parties = len(set(party_ids(skeleton.text)))
    if not parties or len(skeleton.text) > 3000:
        return
    english = bool(_ENGLISH.search(skeleton.text))
    for rule, pattern in _compiled():
        if (rule.seed and parties == 1) or (not english and rule.name.startswith("en.")):
            continue
        position = 0
        while match := pattern.search(skeleton.text, position):
            roles: dict[str, list[int]] = {}
            for name, found in match.groupdict().items():
                if found:
                    roles.setdefault(name[0], []).extend(party_ids(found))
            named = [i for ids in roles.values() for i in ids]
            if named and len(set(named)) == len(named):
                start, end = skeleton.span(match.start(), match.end())
                yield Frame(rule, roles, start, end)
            # The next reading begins behind the parties that this one begins with: B of A、B与C does not begin one.
            first = next(iter(match.groupdict()))
            opening = match.end(first) if match.start(first) == match.start() else match.start() + 1
            position = max(opening, match.start() + 1)
