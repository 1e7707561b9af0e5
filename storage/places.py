"""Names of provinces and countries as people type them."""

from __future__ import annotations

from functools import cache

from nlp.lexicon.fold import fold

#: province as the registry has it -> Chinese name without 省, 市, 自治区
PROVINCES = {
    "Anhui": "安徽", "Beijing": "北京", "Chongqing": "重庆", "Fujian": "福建", "Gansu": "甘肃", "Guangdong": "广东",
    "Guangxi": "广西", "Guizhou": "贵州", "Hainan": "海南", "Hebei": "河北", "Heilongjiang": "黑龙江", "Henan": "河南",
    "Hong Kong": "香港", "Hubei": "湖北", "Hunan": "湖南", "Inner Mongolia": "内蒙古", "Jiangsu": "江苏",
    "Jiangxi": "江西", "Jilin": "吉林", "Liaoning": "辽宁", "Macau": "澳门", "Ningxia": "宁夏", "Qinghai": "青海",
    "Shaanxi": "陕西", "Shandong": "山东", "Shanghai": "上海", "Shanxi": "山西", "Sichuan": "四川", "Taiwan": "台湾",
    "Tianjin": "天津", "Tibet": "西藏", "Xinjiang": "新疆", "Yunnan": "云南", "Zhejiang": "浙江",
}  # fmt: skip
_ENDINGS = ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "特别行政区", "省", "市")
_MORE_COUNTRIES = {
    "usa": "US", "america": "US", "uk": "GB", "england": "GB", "britain": "GB", "英国": "GB", "korea": "KR",
    "韩国": "KR", "中国大陆": "CN", "mainland china": "CN", "中国香港": "HK", "香港": "HK", "中国台湾": "TW",
    "台湾": "TW",    "澳门": "MO", "uae": "AE", "阿联酋": "AE",
}  # fmt: skip


def province_label(province: str, language: str = "zh") -> str:
    """The province's name in a language; what is not in the table stays as it is."""
    return PROVINCES.get(province, province) if language == "zh" else province


def find_province(name: str) -> str | None:
    """The registry's name of a province typed as 江苏, 江苏省 or jiangsu."""
    typed = fold(name).strip()
    for ending in _ENDINGS:
        if len(typed) > len(ending) + 1:
            typed = typed.removesuffix(ending)
    return next((latin for latin, han in PROVINCES.items() if typed in {fold(latin), han}), None)


def country_label(code: str, language: str = "zh") -> str:
    """The country's name in a language."""
    return _territories(language).get(code, code)


def find_country(name: str) -> str | None:
    """The ISO 3166 alpha-2 code of a country typed as US, USA, 美国 or United States."""
    typed = fold(name).strip()
    if typed.upper() in _territories("en"):
        return typed.upper()
    return _by_name().get(typed)


@cache
def _territories(language: str) -> dict[str, str]:
    from babel import Locale

    names = Locale.parse("zh_CN" if language == "zh" else "en").territories
    return {code: name for code, name in names.items() if len(code) == 2 and code.isalpha()}


@cache
def _by_name() -> dict[str, str]:
    names = {fold(name): code for language in ("en", "zh") for code, name in _territories(language).items()}
    return names | _MORE_COUNTRIES


def country_names() -> list[str]:
    """Every name that ``find_country`` knows."""
    return sorted(_by_name())
