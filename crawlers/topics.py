"""Words that tell what an entry is about before its page is fetched."""

from __future__ import annotations

#: A health-news entry holds one of these.
HEALTH = (
    r"药|藥|医|醫|疗|療|临床|臨床|抗体|抗體|疫苗|生物|基因|细胞|細胞|癌|瘤|注射|制剂|患者|双抗|出海|\bADC\b|\bGLP-?1\b"
    r"|drug|pharma|therap|clinical|patient|bio|cancer|medic|health|vaccine|antibod|\bFDA\b|disease|oncolog|trial"
)
#: A filing's title that may tell of a deal: its PDF is worth the download. Simplified and Traditional forms.
FILING = (
    r"许可|許可|授权|授權|协议|協議|合作|收购|收購|出售|购买|購買|转让|轉讓|合资|合資|首付款|里程碑|选择权|選擇權|终止|終止|战略|戰略"
    r"|自愿|自願|内幕消息|內幕消息|重大合同|重大事项|重大資產|重大资产|投资|投資|注册|註冊|获批|獲批|临床|臨床|上市申请|上市申請|海外|境外"
    r"|licen[cs]|collaborat|acqui|agreement|voluntary|inside information|NewCo"
)
