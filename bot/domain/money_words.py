"""How currencies and sizes are written: codes, signs, words and powers of ten."""

from __future__ import annotations

CODES = frozenset(
    {
        "AED", "ARS", "AUD", "BDT", "BGN", "BHD", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CRC", "CZK", "DKK",
        "EGP", "EUR", "GBP", "GHS", "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JOD", "JPY", "KES", "KRW", "KWD",
        "KZT", "LKR", "MAD", "MXN", "MYR", "NGN", "NOK", "NZD", "OMR", "PEN", "PHP", "PKR", "PLN", "QAR", "RON",
        "RSD", "RUB", "SAR", "SEK", "SGD", "THB", "TND", "TRY", "TWD", "UAH", "USD", "UYU", "VND", "ZAR",
    }
)  # fmt: skip
SYMBOLS = {
    "US$": "USD", "CA$": "CAD", "AU$": "AUD", "NZ$": "NZD", "HK$": "HKD", "MX$": "MXN", "NT$": "TWD", "R$": "BRL",
    "C$": "CAD", "A$": "AUD", "S$": "SGD", "CN¥": "CNY", "JP¥": "JPY", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY",
    "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₪": "ILS", "₫": "VND", "₦": "NGN", "฿": "THB", "₱": "PHP",
    "₴": "UAH", "₡": "CRC", "₸": "KZT", "zł": "PLN", "Kč": "CZK", "円": "JPY", "元": "CNY", "원": "KRW", "Rs.": "INR",
    "Rs": "INR", "SFr.": "CHF", "Fr.": "CHF", "kr.": None, "kr": None, "Kr": None, "RMB": "CNY", "人民币": "CNY",
    "Rp": "IDR", "RM": "MYR", "Ft": "HUF", "TL": "TRY", "VNĐ": "VND", "đ": "VND", "руб.": "RUB", "руб": "RUB",
    "грн": "UAH", "lei": "RON", "US-$": "USD", "ر.س": "SAR", "د.إ": "AED", "ج.م": "EGP", "د.ك": "KWD", "ر.ق": "QAR",
    "درهم": "AED", "ريال": "SAR", "دولار": "USD", "يورو": "EUR", "جنيه": "EGP", "دينار": None, "ドル": "USD",
    "$US": "USD", "$CA": "CAD", "$MX": "MXN", "$AU": "AUD", "$NZ": "NZD", "$HK": "HKD", "$SG": "SGD",
    "£GB": "GBP", "UK£": "GBP", "BR$": "BRL",
    "บาท": "THB", "ש\"ח": "ILS", "रुपये": "INR", "ユーロ": "EUR", "美元": "USD", "欧元": "EUR", "달러": "USD",
}  # fmt: skip
WORDS = {
    "euros": "EUR", "euro": "EUR", "dollars": "USD", "dollar": "USD", "dólares": "USD", "dolares": "USD",
    "pounds": "GBP", "reais": "BRL", "rupees": "INR", "yen": "JPY", "francs": None, "pesos": None, "kronor": "SEK",
    "kroner": None, "złotych": "PLN", "zlotych": "PLN", "bucks": "USD", "dirhams": "AED", "đồng": "VND", "lira": None,
    "рублей": "RUB", "quid": "GBP",
}  # fmt: skip
MAGNITUDES = {
    "k": 3, "tsd": 3, "thousand": 3, "mil": 3, "tys": 3, "mila": 3, "duizend": 3, "tausend": 3, "тыс": 3, "bin": 3,
    "ألف": 3, "t": 3, "nghìn": 3, "ngàn": 3, "tusen": 3, "rb": 3, "ribu": 3,
    "हज़ार": 3, "लाख": 5, "करोड़": 7,
    "m": 6, "mm": 6, "mn": 6, "mln": 6, "mio": 6, "million": 6, "millions": 6, "millionen": 6, "millones": 6,
    "millón": 6, "millon": 6, "milhão": 6, "milhões": 6, "milhoes": 6, "milhao": 6, "milione": 6, "milioni": 6,
    "miljoen": 6, "miljoner": 6, "milion": 6, "miliony": 6, "milionów": 6, "milyon": 6, "mill": 6, "mi": 6,
    "млн": 6, "triệu": 6, "tr": 6, "مليون": 6, "juta": 6, "jt": 6,
    "b": 9, "bn": 9, "billion": 9, "mrd": 9, "mld": 9, "milliarden": 9, "milliard": 9, "milliards": 9, "md": 9,
    "tỷ": 9, "tỉ": 9, "млрд": 9, "مليار": 9, "bi": 9,
    "lakh": 5, "lakhs": 5, "lac": 5, "lacs": 5, "l": 5, "crore": 7, "crores": 7, "cr": 7,
}  # fmt: skip
# Written without a blank and without an end of the word; the longest first.
ASIAN = {
    "千万": 7,
    "百万": 6,
    "千": 3,
    "万": 4,
    "萬": 4,
    "億": 8,
    "亿": 8,
    "천만": 7,
    "백만": 6,
    "천": 3,
    "만": 4,
    "억": 8,
}
# These sizes are words of other meaning as well; without any currency beside them they are no sizes.
ONLY_MARKED = frozenset({"tr", "jt", "rb", "bin", "mi", "bi", "md", "cr"})
# The same letters say something else beside some currencies: "₺1,2 B" are thousands, "Rp 2 M" thousands of millions.
SIZES_BESIDE = {("b", "TRY"): 3, ("m", "IDR"): 9, ("mil", "CZK"): 6, ("mil", "RON"): 6, ("t", "VND"): 9}
THREE_DECIMALS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
BLANK = r"[ \u00a0\u202f\u2009\u200e\u200f\u061c]"
