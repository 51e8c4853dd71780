"""The account's name in sentences of scripts without capitals: Chinese, Japanese, Korean, Arabic."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.domain.deals_labels import field_of
from bot.domain.deals_marks import marks_in
from bot.domain.folding import fold
from bot.domain.money import numbers_in

_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_BRACKETED = re.compile(r"[「『【《“\[]([^「」『』【】《》“”\[\]]{2,40})[」』】》”\]]")
_CUT = re.compile(r"[【】，,、。！!：:；;（）()/|｜\n]+|\s[–—-]\s")
# A blank parts words in Chinese and Japanese, unless it stands between two Latin words of one name.
_BLANK = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_LEGAL = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|医療法人|学校法人|㈱|㈲|有限公司|股份|集团|集團|公司|银行|大学|医院"
    r"|주식회사|\(주\)|㈜|"
    r"유한회사|그룹|은행|工業|製作所|商事|物流|食品|フーズ|科技"
)
_HONOUR = re.compile(
    r"(?:様|さま|さん|殿|御中|님|씨)?(?:との間で|との|さんの|の|より|から|への|にて|と|が|を|は|も|に|의|이|가|은|는|을"
    r"|를|과|와|에서|에게)?$"
)
_LEAD = re.compile(
    r"^(?:祝|本日|今日|今天|昨日|昨天|ついに|無事|この度|先ほど|おめでとう|恭喜|喜报|刚刚|刚|我们|成功|已经|已"
    r"|正式|终于|与|和|跟|同|客户|"
    r"顧客|お客様|商机|商談|案件|合同(?!会社)|项目|新规|新規|드디어|오늘|고객사|방금)+"
)
# What ends the name of the person who did it: "田中さんが…", "이서준님이 …".
_DOES = re.compile(r"(?:さん|氏|님)(?:が|は|이|께서)\s?")
_OF_IT = re.compile(
    r"(?:の|的|\s)?(?:案件|商談|契約|合同|项目|订单|商机|딜|거래|프로젝트|계약)(?:を|が|을|를|이)?(?:クローズ|獲得)?$"
)
_TALE = re.compile(
    r"^(?:了|だ|です|でした|しました|いたしました|になりました|になった|されました|しています|通知|報告|报告"
    r"|播报|速報|喜报|成功|完了|完成|"
    r"단계|습니다|니다|確定|확정|하였|시켰|했습니다|되었습니다|됐습니다|하였습니다|합니다|입니다|완료|소식|보고)"
)
_STOPPED = re.compile(
    r"金額|金额|合同|契約|受注|成約|担当|負責|负责|销售|营业|営業|感谢|ありがと|감사|금액|담당|계약|万|億|亿|만"
    r"|억|本日|今月|本月|件"
)
_WITH_ARABIC = re.compile(r"(?:^|\s)(?:مع|لصالح|شركة العميل|ب?العميل|عميل جديد)\s*[:：]?\s+")
_DEAL_ARABIC = re.compile(
    r"(?:^|\s)(?:ب|ل)?(?:ال)?(?:صفقة|فرصة|عقد)\s+(?!(?:جديد|رابح|ناجح|مكتسب|مكسوب|مغلق|مربوح)\S*(?:\s|$"
    r"|[:!]))(?=\S)(?![:–—-])"
)
_END_ARABIC = re.compile(
    r"\s(?:إلى|الى|بنجاح|بقيمة|بمبلغ|بواسطة|وقيمتها|قيمتها|من قبل|عبر|خلال|اليوم|شكرا|لمدة)(?=\W|$)|[،,!.:"
    r"|()\n]|\s[–—-]\s|<@"
)


_VIETNAMESE = re.compile(r"[ơưđƠƯĐ\u1ea0-\u1ef9]")
_WITH_VIETNAMESE = re.compile(r"(?:^|\s)(?i:với|từ|khách hàng|khách(?! hàng| sạn)|cho)\s*:?\s+(?=\S)(?!giá)")
_END_VIETNAMESE = re.compile(
    r"\s(?:trị giá|giá trị|với giá|tổng|trong|qua|bởi|đã|vừa|rồi|thành công|hôm nay|gói|do|phụ trách|nhé)(?=\W|$)"
    r"|[,!:|()\n]|\.(?=\s|$)|\s[–—-]\s|<@",
    re.I,
)
_LEAD_VIETNAMESE = re.compile(r"^(?:chúc mừng|vui mừng|tin vui|khách hàng|đơn hàng|hợp đồng|cơ hội|deal)\s*:?\s+", re.I)


# Thai, Hindi and Hebrew.
_OTHER_CASELESS = re.compile(r"[\u0590-\u05ff\u0900-\u097f\u0e00-\u0e7f]")
_END_PLAIN = re.compile(r"[,!:|()\n]|\s[–—-]\s|<@")
_SUCCESSFULLY = re.compile(r"\s(?:بنجاح|thành công)(?=\s*[:：–—!-])", re.I)


def is_caseless(text: str) -> bool:
    """Whether a line is written in a script whose names have no capitals, or capitals at their first word only."""
    return any(script.search(text) for script in (_ASIAN, _ARABIC, _VIETNAMESE, _OTHER_CASELESS))


def is_latin_name(text: str) -> bool:
    return bool(re.match(r"[A-Z0-9][\w&.,'’\x02 -]{1,60}$", text)) and sum(letter.isalpha() for letter in text) > 1


def caseless_name(text: str) -> str | None:
    """The account that a line in such a script names beside its words for a win; None when it names none."""
    text = _SUCCESSFULLY.sub("", text)
    if _ARABIC.search(text):
        return _arabic_name(text)
    if _OTHER_CASELESS.search(text):
        return _plain_name(text)
    return _asian_name(text) if _ASIAN.search(text) else _vietnamese_name(text)


def _plain_name(text: str) -> str | None:
    """What stands behind the words for the win, or before them where nothing does."""
    marks = [mark for mark in marks_in(fold(text)) if mark.strong]
    if not marks:
        return None
    return _up_to(_END_PLAIN, text[marks[-1].end :].lstrip(" !:–—-")) or _up_to(_END_PLAIN, text[: marks[0].start])


def _vietnamese_name(text: str) -> str | None:
    marks = [mark for mark in marks_in(fold(text)) if mark.strong]
    if not marks:
        return None
    before, after = text[: marks[0].start], text[marks[-1].end :]
    beside = _WITH_VIETNAMESE.search(text)
    if beside:
        return _up_to(_END_VIETNAMESE, text[beside.end() :])
    separated = re.match(r"\s*[:–—-]\s+", after)
    rest = _LEAD_VIETNAMESE.sub("", after[separated.end() :] if separated else after.lstrip())
    found = _up_to(_END_VIETNAMESE, rest) if separated or rest[:1].isupper() else None
    if found:
        return found
    sentence = re.split(r"[!?,:\n]\s", before)[-1].strip()
    return _up_to(_END_VIETNAMESE, _LEAD_VIETNAMESE.sub("", sentence))


def _arabic_name(text: str) -> str | None:
    beside = _WITH_ARABIC.search(text)
    if beside:
        return _up_to_arabic_end(text[beside.end() :])
    if signed := re.search(r"(?:^|\s)وقعت?(?:وا)?\s(.{2,40}?)\s(?:ال)?(?:عقد|اتفاق)", text):
        return _up_to_arabic_end(signed[1])
    of_deal = _DEAL_ARABIC.search(text)
    if of_deal and (found := _up_to_arabic_end(text[of_deal.end() :])):
        return found
    marks = [mark for mark in marks_in(fold(text)) if mark.strong]
    if not marks:
        return _up_to_arabic_end(text)
    after = re.sub(r"^\s*ب?(?:ال)?(?:صفقة|عقد|فرصة|بيع)(?=\s*[:：–—!-])", "", text[marks[0].end :])
    separated = re.match(r"[\s!]*[:：–—-]\s*", after)
    return _up_to_arabic_end(after[separated.end() :] if separated else after)


def _up_to_arabic_end(text: str) -> str | None:
    return _up_to(_END_ARABIC, re.sub(r"^\s*(?:ال)?(?:صفقة|عقد|فرصة)\s+", "", text))


def _up_to(end: re.Pattern[str], text: str) -> str | None:
    name = end.split(text.strip(), maxsplit=1)[0].strip(" \u200f\u200e*\"'«»")
    money = next((number for number in numbers_in(name) if number.is_money), None)
    name = name[: money.start].strip() if money else name
    return name if 2 <= len(name) <= 60 and len(name.split()) <= 6 and not name.startswith("<@") else None


def _asian_name(text: str) -> str | None:
    plain = _blank_out(text)
    marks = marks_in(fold(plain))
    cut = sorted({0, len(plain), *(place for mark in marks for place in (mark.start, mark.end))})
    best: tuple[float, str] | None = None
    for begin, end in pairwise(cut):
        if any(mark.start == begin and mark.end == end for mark in marks):
            continue
        follows = any(mark.end == begin for mark in marks)
        leads = any(mark.start == end for mark in marks)
        pieces = _pieces(plain[begin:end])
        for at, piece in enumerate(pieces):
            found = _score(piece, follows and at == 0, leads and at == len(pieces) - 1)
            if found and (best is None or found[0] > best[0]):
                best = found
    for bracketed in _BRACKETED.finditer(plain):
        found = _score(bracketed[1], False, False)
        if found and (best is None or found[0] + 1.5 > best[0]):
            best = (found[0] + 1.5, found[1])
    return best[1] if best else None


def _blank_out(text: str) -> str:
    """The text with amounts, mentions and labelled values other than the account's turned into marks of an end."""
    for number in reversed(list(numbers_in(text))):
        if number.is_money or number.is_marked:
            text = text[: number.start] + "。" * (number.end - number.start) + text[number.end :]
    text = re.sub(r"<@\w+>", lambda match: "。" * len(match[0]), text)

    def put(match: re.Match[str]) -> str:
        field = field_of(match[1])
        return match[0] if field in (None, "account", "client", "deal") else "。" * len(match[0])

    return re.sub(r"([^\s，,、。！!：:（）()/|]{1,12})[：:]\s?[^，,、。！!（）()/|\n]{1,40}", put, text)


def _pieces(text: str) -> list[str]:
    parts = _CUT.split(text)
    parts = [piece for part in parts for piece in _DOES.split(part)]
    if not _HANGUL.search(text):
        parts = [word for part in parts for word in _BLANK.split(part)]
    return [part.strip(" *_~\"'「」『』【】《》“”[]") for part in parts if part.strip(" *_~\"'「」『』【】《》“”[]")]


def _score(piece: str, follows: bool, leads: bool) -> tuple[float, str] | None:
    if _TALE.match(piece):
        return None
    name = _LEAD.sub("", piece)
    name = name if _LEGAL.search(name[-3:]) else _HONOUR.sub("", name)
    name = re.sub(r"(?:已经|已|刚刚|刚|终于|成功|顺利|都)+$", "", name)
    name = (_OF_IT.sub("", name).removesuffix("的") or name).strip()
    name = name.strip(" *:：-–—")
    if not 2 <= len(name) <= 40 or not any(letter.isalpha() for letter in name):
        return None
    legal = bool(_LEGAL.search(name))
    latin = is_latin_name(name)
    if not legal and not latin and (_STOPPED.search(name) or re.fullmatch(r"[\u3040-\u309f\s]+", name)):
        return None
    if not legal and (field_of(name) is not None or marks_in(fold(name))):
        return None
    honoured = bool(re.search(r"(?:様|御中|さん)$|(?:様|御中|さん)(?:との|より|から|が|を|と)", piece))
    score = 3.0 * legal + 2.5 * latin + 1.5 * follows + 1.0 * leads + 2.0 * honoured
    return (score, name) if score > 0 or len(name) <= 16 else None
