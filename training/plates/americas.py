"""Plates of the Americas."""
from .layout import LETTERS, Layout, country, without

STATES = {
    "al": ("Alabama", "99 AA999|9A99A99|99A999A"), "ak": ("Alaska", "AAA 999"), "az": ("Arizona", "AAA9999|AAA 999"), "ar": ("Arkansas", "999 AAA|AAA 99A"),
    "ca": ("California", "9AAA999|9AAA999|9A99999"), "co": ("Colorado", "999-AAA|AAA-999"), "ct": ("Connecticut", "999-AAA|9AAA99|AA-99999"), "dc": ("Washington, D.C.", "AA-9999"),
    "de": ("Delaware", "999999|99999"), "fl": ("Florida", "AAA A99|999 AAA|A99 9AA|AAAA99"), "ga": ("Georgia", "AAA9999|9999 AAA"), "hi": ("Hawaii", "AAA 999"),
    "ia": ("Iowa", "999 AAA|AAA 999"), "id": ("Idaho", "A 999999|9A A9999|A 99999"), "il": ("Illinois", "999 9999|A99 9999|AA 99999|AAA 9999"), "in": ("Indiana", "999A|999AAA|99A9999|AAA999"),
    "ks": ("Kansas", "999 AAA"), "ky": ("Kentucky", "999-AAA"), "la": ("Louisiana", "AAA 999|999 AAA"), "ma": ("Massachusetts", "999 AA9|9AA A99|9999 AA"),
    "md": ("Maryland", "9AA A99|AAA 999|9AA9999"), "me": ("Maine", "9999 AA|999 AAA"), "mi": ("Michigan", "AAA 9999|9AAA99|AAA 999"), "mn": ("Minnesota", "999-AAA|AAA-999"),
    "mo": ("Missouri", "AA9 A9A|999-AAA"), "ms": ("Mississippi", "AAA 999"), "mt": ("Montana", "9-99999A|999999A"), "nc": ("North Carolina", "AAA-9999|AAA-9999"),
    "nd": ("North Dakota", "AAA 999|999 AAA"), "ne": ("Nebraska", "AAA 999|99-A999"), "nh": ("New Hampshire", "999 9999"), "nj": ("New Jersey", "A99-AAA|AAA-99A"),
    "nm": ("New Mexico", "AAA*999|999 AAA"), "nv": ("Nevada", "99A*999|999*AAA"), "ny": ("New York", "AAA*9999|AAA 9999"), "oh": ("Ohio", "AAA 9999|AA99AA"),
    "ok": ("Oklahoma", "999*AAA"), "or": ("Oregon", "999*AAA"), "pa": ("Pennsylvania", "AAA*9999|AAA-9999"), "ri": ("Rhode Island", "AA-999|999-999"),
    "sc": ("South Carolina", "AAA*999|999 9AA"), "sd": ("South Dakota", "9AA 999|99A 999"), "tn": ("Tennessee", "A99-99A|999 AAA|AAA 999"), "tx": ("Texas", "AA9*A999|AAA-9999|AAA*999|999*AAA"),
    "ut": ("Utah", "A99 9AA|999 AAA"), "va": ("Virginia", "AAA-9999|AAA-999"), "vt": ("Vermont", "AAA 999"), "wa": ("Washington", "AAA9999|999-AAA"),
    "wi": ("Wisconsin", "999-AAA|AAA-9999"), "wv": ("West Virginia", "9AA 999"), "wy": ("Wyoming", "9-99999|9*9999A"),
}
PROVINCES = {
    "ca-on": ("Ontario", "AAAA*999;AAAA 999"), "ca-qc": ("Québec", "999 AAA;A99 AAA;AAA 999"), "ca-bc": ("British Columbia", "AA9 99A;999 AAA"), "ca-ab": ("Alberta", "AAA-9999;AAA 9999"),
    "ca-mb": ("Manitoba", "AAA*999"), "ca-sk": ("Saskatchewan", "999*AAA"), "ca-ns": ("Nova Scotia", "AAA*999"), "ca-nb": ("New Brunswick", "AAA*999"), "ca-nl": ("Newfoundland", "AAA*999"), "ca-pe": ("Prince Edward Island", "99*999AA;AA*999"),
}
_VANITY = ("XXXXXXX", "AAAAAA", "AAAAA", "XXXXXX", "AAAAAAA")
_LARGE = ("ca", "tx", "fl", "ny", "mo", "il")
# Motorcycles have small plates, often of other series.
_MOTORCYCLE = ("A99999", "99A999", "AA9999", "99AAA", "9A9999", "A9999", "99999A", "AA/999", "AAA/99", "99/AAA")
UNITED_STATES = tuple(
    Layout(f"us-{code}", "us", 2.0, tuple(patterns.split("|")) * 4 + _VANITY[:1 + len(code) % 2], LETTERS, .12, 2. if code in _LARGE else 1.)
    for code, (_, patterns) in STATES.items()) + tuple(
    Layout(f"us-{code}", "us", 1.75, _MOTORCYCLE, LETTERS, .12, .1, square=(1.5, 1.75)) for code in STATES)
CANADA = tuple(Layout(region, "us", 2.0, tuple(patterns.split(";")), LETTERS, .05, 1.) for region, (_, patterns) in PROVINCES.items())


def _two(region, kind, aspect, patterns, dark, weight, header="", square=(1.05, 1.2)):
    return Layout(region, kind, aspect, tuple(patterns.split(";")), LETTERS, dark, weight, square=square, header=tuple(header.split("|")) if header else ())


_ARGENTINA, _URUGUAY, _PARAGUAY = "REPUBLICA ARGENTINA", "URUGUAY", "REPUBLICA DEL PARAGUAY"
LATIN = (
    _two("br", "brazil", 3.08, "AAA-9999", .3, 3),
    _two("br", "mercosul", 3.08, "AAA9A99", .02, 3, "BRASIL"),
    _two("br", "brazil", 1.2, "AAA/9999", .3, .7),
    _two("br", "mercosul", 1.2, "AAA/9A99", .05, .8, "BRASIL"),
    _two("ar", "mercosul", 3.08, "AA 999 AA", .02, 1.2, _ARGENTINA),
    _two("ar", "plain", 2.3, "AAA 999;AAA*999;999 AAA", .95, 1.),
    _two("ar", "mercosul", 1.2, "A999/AAA;999/AAA", .02, .4, _ARGENTINA),
    _two("ar", "plain", 1.3, "999/AAA", .8, .3),
    _two("uy", "mercosul", 3.08, "AAA 9999;AAA 9999;AA 9999", .02, .8, _URUGUAY),
    _two("uy", "mercosul", 1.2, "AAA/999;AAA/9999", .02, .3, _URUGUAY),
    _two("py", "mercosul", 3.08, "AAAA 999;AAAA 999", .02, .6, _PARAGUAY),
    _two("py", "mercosul", 1.2, "999/AAAA;999/AAA", .02, .3, _PARAGUAY),
    _two("py", "plain", 2.2, "AAA 999", .6, .2),
    _two("ve", "plain", 2.0, "AA999AA;AA999AA;A99AA9A;99A AAA", .02, .8, "VENEZUELA|REPUBLICA BOLIVARIANA DE VENEZUELA"),
    _two("ve", "plain", 1.4, "AA9/A99A", .02, .2, "VENEZUELA"),
    *country("mx", "AAA-999-A;AAA-99-99;999-AAA;A99-AAA;AA-99999;AA-9999-A;A-99-AAA;999-AAA;AAA-9999", "A99/AAA;AAA/99;A9999/A;99AA/9;9999/A",
             aspect=2.0, letters=without("IOQÑ"), weight=1.5, two_share=.15,
             header="MEXICO|JALISCO|CDMX|PUEBLA|NUEVO LEON|QUERETARO|MICHOACAN|GUANAJUATO"),
    *country("cl", "AAAA*99;AAAA-99;AA-9999;AA*99-99;AA*AA-99", "AAA/99;AA/999;AAA/099;AA-AA/99", aspect=2.9, letters=without("AEIMNOQU"),
             header="CHILE"),
    *country("co", "AAA 999;AAA-999;AAA*999", "AAA/99A;AAA/99A;AAA 99/A", aspect=2.1, weight=1.3, two_share=.35,
             header="BOGOTA D.C.|MEDELLIN|CALI|COLOMBIA|ENVIGADO"),
    *country("pe", "A9A-999;AAA-999;A9A 999;AAA*999", "9999/9A;9999/AA;AA/9999", aspect=2.1, weight=1., two_share=.25, header="PERU"),
    *country("ec", "AAA-9999;AAA-9999;AAA-999;AA999A", "AA/999A;AA999/A", aspect=2.6, weight=.8, header="ECUADOR"),
    *country("bo", "9999 AAA;9999-AAA;999 AAA", "9999/AAA;999/AAA", aspect=2.5, weight=.8, header="BOLIVIA"),
    *country("cr", "AAA-999;AAA 999;999999;<CL> 999999", "<M>/999999;<MOT>/99999", aspect=2.0, weight=.7, header="COSTA RICA"),
    *country("pa", "AA 9999;AA9999;999999", "<M>/99999;AA/999", aspect=2.0, weight=.6, header="PANAMA"),
    *country("gt", "<P>-999AAA;<P> 999AAA;<C>-999AAA;<P>*999AAA", "<M>/999AAA;<M>-999/AAA", aspect=2.0, letters=without("AEIOU"), weight=.7,
             header="GUATEMALA"),
    *country("hn", "AAA 9999;<H>AA 9999;AAA9999", "AAA/9999", aspect=2.0, weight=.5, header="HONDURAS"),
    *country("sv", "<P> 999 999;<P>999-999;<P>999 99A;<A> 99-999", "<M>/999999;<M> 999/999", aspect=2.0, weight=.5, header="EL SALVADOR"),
    *country("ni", "<M> 999 999;<M> 999999;<CH> 99999;<LE> 99999", "<M>/99999", aspect=2.0, weight=.4, header="NICARAGUA"),
    *country("do", "<A>999999;<G>999999;<L>999999;<A> 999999", "<K>999/9999;<K>9999/999", aspect=2.0, weight=.6, header="DOMINICANA"),
    *country("cu", "<P> 999 999;<P>999999;<B> 999 999", "<P>99/9999;<K>99/999", "CUBA", 4.5, weight=.4),
    *country("jm", "9999 AA;9999AA", "9999/A", aspect=2.2, weight=.3, header="JAMAICA"),
    *country("tt", "<P>AA 9999;<P>AA9999;<T>AA 999", "<P>AA/9999", aspect=4., dark=.9, weight=.3),
    *country("bs", "AA 9999;999999", aspect=2.0, weight=.2, header="BAHAMAS"),
    *country("bb", "<X,M,A,J,S,P>9999;<X,M,A,J>999", aspect=4., dark=.6, weight=.2),
    *country("pr", "AAA*999;AAA 999", aspect=2.0, weight=.4, header="PUERTO RICO"),
    *country("ht", "AA-99999;AA 99999", aspect=2.0, weight=.3, header="HAITI"),
    *country("gy", "<P>AA 9999;<G>AA 9999", aspect=4., weight=.2),
    *country("sr", "99-99 AA;<P>9-99-99", aspect=2.0, weight=.2, header="SURINAME"),
    *country("cw", "A-99-99", aspect=2.0, weight=.2, header="CURACAO"),
)
