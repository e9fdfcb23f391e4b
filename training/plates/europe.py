"""Plates of Europe, the Caucasus and Central Asia."""
from .layout import CYRILLIC, country, without

_CONSONANTS = without("AEIOUQ")
_UKRAINE = "ABCEHIKMOPTX"
_NO_OQ = without("OQ")
# Two lines on a wide plate, as under boots of cars, and on those of motorcycles.
_WIDE = (1.4, 1.7, 1.9, 2.0)

GERMANY = (
    "<B,M,HH,K,F,S,D,E,L,N,DD,HB,H,DU,BO,W,BI,BN,MS,KA,MA,A,WI,GE,MG,BS,C,KI,AC,HAL,MD,FR,KR,LU,OB,EF,MZ,HRO,KS,HA,SB,HAM,MH,P,LEV,OS,SO,BAR,LOS,TF>")
_GERMAN = ";".join(f"{GERMANY}*{rest}" for rest in ("A 999", "AA 999", "AA 9999", "A 9999", "AA 99", "A 99", "AA 9", "AA 99<E>", "A 999<H>")) + ";A*AA 999;AA*A 9999;AAA*AA 99;AAA*A 999"
_CROATIA = "<ZG,ST,RI,OS,ZD,PU,SB,VZ,KA,DU,SI,BJ,CK,VK,KC,KR,PZ,SK,VU,GS,DA,IM,MA,VT,SI>"
_SLOVENIA = "<LJ,MB,CE,KR,KP,GO,NM,MS,SG,KK,PO>"
_SLOVAKIA = "<BA,BL,BT,KE,KS,ZA,NR,PO,TN,TT,BB,MI,PP,SC,PK,LM,MT,DS,NZ,LV,KN,PD,PE,RV,HC,SN,SO,ZV>"
_ROMANIA = "<AB,AR,AG,BC,BH,BN,BT,BV,BR,BZ,CS,CL,CJ,CT,CV,DB,DJ,GL,GR,GJ,HR,HD,IL,IS,IF,MM,MH,MS,NT,OT,PH,SM,SJ,SB,SV,TR,TM,TL,VS,VL,VN>"
_SERBIA = "<BG,NS,NI,KG,SU,PA,ZR,SM,CA,SA,LO,VA,VR,LE,KV,KS,PO,JA,UE,SO,KI,VS,ZA,PI,BO,NP>"
_SWISS = "<ZH,BE,LU,UR,SZ,OW,NW,GL,ZG,FR,SO,BS,BL,SH,AR,AI,SG,GR,AG,TG,TI,VD,VS,NE,GE,JU>"
_AUSTRIA = "<W,G,L,S,I,K,B,E,GU,LL,SL,IL,KL,MD,BN,TU,KO,BL,P,PL,AM,WB,WL,VB,VK,WY,FR,GM,UU,SW,NK,WN,BR,RI,DO,FK,BZ,KB,KU>"
_UKRAINIAN = "<AA,AB,AC,AE,AH,AI,AK,AM,AO,AP,AT,AX,BA,BB,BC,BE,BH,BI,BK,BM,BO,BT,BX,CA,CB,CE,KA,KI,II,HH,IA>"
_RUSSIAN = (
    "<77,99,97,177,197,199,777,797,50,90,150,190,750,78,98,178,198,16,116,23,123,52,152,61,161,66,96,196,63,163,74,174,54,154,02,102,59,159,34,134,"
    "24,124,36,55,38,138,47>")
_KAZAKH = "<01,02,03,04,05,06,07,08,09,10,11,12,13,14,15,16,17,18,19,20>"
_TURKISH = "<34,06,35,16,01,07,27,42,41,33,38,55,61,21,31,44,45,48,09,10,54,59,63,65,25,26,20,17,52,67>"
_POLISH = "<WA,WB,WE,WF,WI,WY,WZ,WX,KR,KK,DW,DX,PO,PY,GD,GA,LU,LB,SK,SO,SB,RZ,EL,EB,BI,ZS,CB,CT,OP,TK,NO,FZ,FG>"
_POLISH3 = "<WPR,WPI,WGM,WWL,KRA,KWI,DTR,DWR,PZN,PKA,GKA,GWE,LUB,LPU,STY,SGL,SBE,RZE,RMI,EPA,BIA,ZPL,CIN,OPO,TKI,NEL,FSL,FNW,DLU,WND>"

EUROPE = (
    *country("de", _GERMAN, f"{GERMANY}*A/999;{GERMANY}*/AA 99;{GERMANY}*AA/9999;AA*/A 999;A*/AA 999;AAA*/A 99", "D", 4.7, weight=3),
    *country("at", f"{_AUSTRIA}*999AA;{_AUSTRIA}*9999A;{_AUSTRIA}*99999A;{_AUSTRIA}*999AAA;{_AUSTRIA}*99AAA",
             f"{_AUSTRIA}*/999AA;{_AUSTRIA}*/99AA;{_AUSTRIA}*/9999A", "A", 4.4, weight=1.5),
    *country("fr", "AA-999-AA;AA-999-AA;999 AAA 99;9999 AA 99", "AA-999/AA;AA/999-AA;AA-999/-AA;9999/AA 99;999 AA/99", "F", 4.7, without("IOU"),
             weight=2),
    *country("it", "AA 999AA", "AA/999AA;AA/99999;AA 9/9999;AA99/999", "I", 4.7, without("IOQU"), weight=2),
    *country("es", "9999 AAA;9999 AAA;A-9999-AA;AA-9999-A", "9999/AAA;9999/AAA;A-9999/AA;A9999/AAA", "E", 4.7, _CONSONANTS, weight=2),
    *country("pt", "AA-99-99;99-99-AA;99-AA-99;AA 99 AA;AA-99-AA", "AA-99/99;99-99/AA;99-AA/99;AA 99/AA", "P", 4.7),
    *country("nl", "AA-999-A;99-AAA-9;9-AAA-99;A-999-AA;AA-AA-99;99-AA-AA;AAA-99-A;A-99-AAA;9-AA-999;99-AA-99;AA-99-AA;999-AA-9;AA-99-99",
             "AA-AA/99;99/AAA-9;AA/99-AA;9-AAA/99;AA-999/A;A-999/AA;AA-99/AA;99-AA/AA;<MA,MB,MD,MF,MG>-AA/99", "NL", 4.7, without("AEIOUCQ"),
             weight=2),
    *country("be", "<1,2>-AAA-999;<1,2>-AAA-999;AAA-999;999-AAA", "<1,2>-AAA/999;1-AAA/999;AAA/999;<M,Q>-AA/A-999", "B", 4.7, weight=1.2),
    *country("pl",
             f"{_POLISH} 99999;{_POLISH} 9999A;{_POLISH} 999AA;{_POLISH} 9A999;{_POLISH} 9AA99;{_POLISH3} A999;{_POLISH3} 99AA;{_POLISH3} 9A99;"
             f"{_POLISH3} 99A9;{_POLISH3} 9AA9;{_POLISH3} AA99;{_POLISH3} 99999;{_POLISH3} 9999A;{_POLISH3} 999AA",
             f"{_POLISH}/99999;{_POLISH}/9999A;{_POLISH}/999AA;{_POLISH3}/99AA;{_POLISH3}/A999;{_POLISH}/9999;{_POLISH3}/999;{_POLISH}/999A;"
             f"{_POLISH3}/9A99;{_POLISH3}/9999", "PL", 4.6, without("BDIOZQ"), weight=2),
    *country("cz",
             "9<A,B,C,E,H,J,K,L,M,P,S,T,U,Z>9 9999;9<A,B,C,E,H,J,K,L,M,P,S,T,U,Z>A 9999;9<A,B,C,E,H,J,K,L,M,P,S,T,U,Z>9*9999;"
             "9<A,B,C,E,H,J,K,L,M,P,S,T,U,Z>9 9999;AA<A,B,H,I,K,M,N,O,S,V,Z>-99-99;AAA 99-99;<EL> 999AA",
             "9<A,B,C,E,H,J,K,L,M,P,S,T,U,Z>9/9999;9<A,B,C,E,H,J,K,L,M,P,S,T,U,Z>A/9999;9<A,B,C,E,H,J,K,L,M,P,S,T,U,Z>/9999;AAA/99-99", "CZ", 4.7,
             without("GOQW"), weight=2),
    *country("sk", f"{_SLOVAKIA}*999AA;{_SLOVAKIA}-999AA;AA*999AA", f"{_SLOVAKIA}*/999AA;{_SLOVAKIA}/999AA;AA*/999AA", "SK", 4.7),
    *country("hu", "AAA-999;AAA-999;AA AA-999;AAAA 999", "AAA/999;AA/AA-999;AAA-/999;AA AA/999", "H", 4.7),
    *country("ro", f"{_ROMANIA} 99 AAA;{_ROMANIA} 99 AAA;<B> 99 AAA;<B> 999 AAA", f"{_ROMANIA} 99/AAA;<B> 99/AAA;<B> 999/AAA", "RO", 4.7,
             without("Q"), weight=1.5),
    *country("bg", "<CB,CA,PB,B,CO,BT,BH,BP,EB,TX,K,KH,OB,M,PA,PK,EH,PP,P,CC,CH,CM,CT,T,X,H,Y,A,E> 9999 AA;AA 9999 AA;<CB,PB,B,A,PA> 9999 AA",
             "<CB,CA,PB,CO,BT,BH>/9999;AA 99/99 AA;A 9999/AA;AA 9999/A", "BG", 4.7, CYRILLIC),
    *country("hr", f"{_CROATIA}*999-AA;{_CROATIA}*9999-AA;{_CROATIA}*999-A;{_CROATIA}*9999-A",
             f"{_CROATIA}*/999-AA;{_CROATIA}*/9999-AA;{_CROATIA}/*999-A;{_CROATIA}*/9999-A", "HR", 4.7, without("QWXY"), weight=1.5),
    *country("si", f"{_SLOVENIA}*99-AAA;{_SLOVENIA}*AA-999;{_SLOVENIA}*A9-999;{_SLOVENIA} AA-99A;{_SLOVENIA} 9A-AAA",
             f"{_SLOVENIA}*/AA-99;{_SLOVENIA}*/99-AAA;{_SLOVENIA}/AA-999", "SLO", 4.7, without("QWXY")),
    *country("rs", f"{_SERBIA}*999-AA;{_SERBIA}*9999-AA;{_SERBIA}*999-AA", f"{_SERBIA}*/999-AA;{_SERBIA}/9999-AA;{_SERBIA}*/999-A", "SRB", 4.7,
             without("Q")),
    *country("ba", "A99-A-999;<A,E,J,K,M,O,T>99-<A,E,J,K,M,O,T>-999", "A99/A-999;A99-/A-999", "BIH", 4.6, "AEJKMOT"),
    *country("mk", "<SK,BT,KU,OH,PP,ST,TE,VE,GV,KA,SR,RE,KO,DB>*9999-AA;AA*9999-AA;<SK,OH,BT>*999-AA", "<SK,BT,KU,OH>*/9999-AA;<SK,TE>*/999-AA",
             "NMK", 4.7),
    *country("xk", "<01,02,03,04,05,06,07>*999-AA", "<01,02,03,04,05,06,07>/999-AA", "RKS", 4.7),
    *country("al", "AA 999 AA;AA 999AA;<TR> 9999 A", "AA 9/99 AA;AA 999/AA;AA/999 AA", "AL", 4.7, _NO_OQ),
    *country("me", "<PG,BD,BP,BR,BA,CT,DG,HN,KO,KL,NK,PV,PL,TV,UL> AA999;<PG,BD,BR,BA,CT,HN,KO,TV,UL>*AA999",
             "<PG,BD,BR,BA,CT,HN,KO>/AA999;<PG,BD>*/AA999", "MNE", 4.7),
    *country("md", "AAA 999;<C,K>*AA 999;A AA 999", "AAA/999;A AA/999", "MD", 4.7),
    *country("gr", "AAA-9999;AAA-9999;AAA 9999", "AAA/9999;AAA/999;AAA-/9999;AAA/99", "GR", 4.6, "ABEHIKMNOPTXYZ"),
    *country("cy", "AAA 999;AAA*999;AAA 999", "AAA/999;AAA/99", "CY", 4.6),
    *country("mt", "AAA 999;AAA*999", "AAA/999;AAA/99", "M", 4.6),
    *country("tr", f"{_TURKISH} AA 999;{_TURKISH} AAA 99;{_TURKISH} A 9999;{_TURKISH} AAA 999;{_TURKISH} AA 9999;99 AAA 999;99 AA 9999",
             f"{_TURKISH} AA/999;{_TURKISH} AAA/99;{_TURKISH}/AA 999;{_TURKISH} AAA/999;{_TURKISH} A/9999;{_TURKISH}/AAA 999", "TR", 4.7,
             without("QWX"), weight=1.5),
    *country("ua", f"{_UKRAINIAN} 9999 AA;{_UKRAINIAN} 9999 AA;{_UKRAINIAN}9999AA;AA 9999 AA",
             f"{_UKRAINIAN} 99/99 AA;{_UKRAINIAN}/9999 AA;{_UKRAINIAN} 9999/AA;{_UKRAINIAN}9999/AA;{_UKRAINIAN} 99/99AA", "UA", 4.7, _UKRAINE,
             weight=1.5),
    *country("ru", f"A999AA|{_RUSSIAN};A 999 AA|{_RUSSIAN};A999AA {_RUSSIAN};AA 999|{_RUSSIAN};9999 AA|{_RUSSIAN}",
             f"A999/AA {_RUSSIAN};9999/AA {_RUSSIAN};AA/9999 {_RUSSIAN};A 999/AA|{_RUSSIAN};9999/AA|{_RUSSIAN}", aspect=4.6, letters=CYRILLIC,
             weight=1.2, header="RUS"),
    *country("by", "9999 AA-9;9999 AA-9;AA 9999-9;9999 AA-<7>", "9999/AA-9;9999/AA-9;AA/9999-9", "BY", 4.7, "ABEIKMHOPCTX"),
    *country("ge", "AA-999-AA;AA 999 AA;AA-999-AA;AAA-999", "AA/999-AA;AAA/999;AA-999/AA", "GE", 4.6),
    *country("am", "99 AA 999;99 AA 999;999 AA 99", "99 AA/999;99/AA 999;999/AA 99;999 AA/99", "AM", 4.6, without("IOQ")),
    *country("az", "99-AA-999;<10,90,99,77,50>-AA-999;99 AA 999", "99-AA/999;<10,90,99,77>/AA-999;99/AA 999", "AZ", 4.6, without("IOQ")),
    *country("kz", f"999 AAA|{_KAZAKH};999AAA {_KAZAKH};999 AA|{_KAZAKH};A 999 AAA;999 AAA {_KAZAKH}",
             f"999 AA/A {_KAZAKH};999/AAA {_KAZAKH};999/AAA|{_KAZAKH};99 AA/{_KAZAKH}", "KZ", 4.6, weight=1.3),
    *country("uz", "<01,10,20,25,30,40,50,60,70,75,80,85,90,95>|A 999 AA;<01,10,20,25,30,40,50,60,70,75,80,90>|999 AAA;99|A999AA;99|999AAA",
             "<01,10,20,30,40,50>/A 999 AA;<01,10,20,30,40,50>/999 AAA;99|999/AAA;99 A/999AA;99 AAA/99", "UZ", 4.6, without("IQ")),
    *country("kg", "<01,02,03,04,05,06,07,08,09> <KG> 999 AAA;<01,02,03,04,05,06,07,08>|999 AAA;<01,08>*999 AAA",
             "<01,02,03,04,05>/999 AAA;<01,02,03>*/999 AAA", "KG", 4.6),
    *country("tj", "9999 AA|<01,02,03,04,05>;9999 AA <01,02,03>", "9999/AA <01,02,03,04>", "TJ", 4.6, CYRILLIC),
    *country("tm", "AA 9999 <AG,AH,BN,DZ,LB,MR>;AA9999 <AG,AH,BN,DZ,LB,MR>", "AA 9999/<AG,AH,BN,DZ,LB,MR>;9999/AA <AG,AH,BN>", "TM", 4.6),
    *country("lt", "AAA 999;AAA*999;AAA*999;<EA,EB> 9999", "AAA/999;AAA*/999;999/AA;AA/999", "LT", 4.7),
    *country("lv", "AA-9999;AA-999;AA-99;AA-9", "AA/9999;AA/999;AA-/9999", "LV", 4.7),
    *country("ee", "999 AAA;999AAA", "999/AAA;99/AA", "EST", 4.7),
    *country("fi", "AAA-999;AAA-99;AA-999;AAA-9", "AAA/999;AA/999;AAA/99;AA/99", "FIN", 4.0, without("Q")),
    *country("se", "AAA 999;AAA 99A;AAA*999", "AAA/999;AAA/99A", "S", 4.7, without("IQV"), weight=1.2),
    *country("no", "AA 99999;AA 99999;AA99999;<EL,EV,EB,EK> 99999", "AA/99999;AA/9999", "N", 4.7, without("GIOQ")),
    *country("dk", "AA 99 999;AA 99999;AA*99 999", "AA/99999;AA 9/9999;AA/99 999;AA/9999;AA 99/999", "DK", 4.7),
    *country("is", "AA A99;AA 999;AA-A99;AA-999;AAA 99", "AA/A99;AA/999;AAA/99", "IS", 4.6),
    *country("fo", "AA 999;AA 999", "AA/999", "FO", 4.6, weight=.4),
    *country("gl", "<GR> 9999;<GR> 99999", "<GR>/9999", aspect=4.6, weight=.3),
    *country("ie",
             "99<1,2>-A-9999;99<1,2>-A-99999;<12,131,141,151,161,171,181,191,201,211,221,231>-<D,C,G,L,KE,LH,MH,WW,KY,W,T,WX>-99999;"
             "99-<D,C,G,L,KE,TN,MO>-9999;99-AA-9999", "99-A/9999;99-<D,C,G>/99999;<131,141,151,162,171,181,191,201>-<D,C,L>/9999", "IRL", 4.7),
    *country("gb", "AA99 AAA;AA99 AAA;AA99 AAA;AA99 AAA;A999 AAA;AAA 999A;AAA 9999;A99 AAA;AA99AAA", "AA99/AAA;AA99/AAA;A999/AAA;AAA/999A", "GB",
             4.7, without("IQ"), weight=3),
    *country("im", "AAA-999-A;AAA 999;<MN> 999A", band="GBM", aspect=4.7, weight=.4),
    *country("je", "<J> 99999;<J>999999", "<J>/99999", "GBJ", 4.7, weight=.4),
    *country("gg", "99999;9999", "99/999", dark=.8, weight=.3),
    *country("gi", "<G> 9999 A;<G>9999A", "<G> 9999/A", "GBZ", 4.7, weight=.4),
    *country("ch", f"{_SWISS}*999999;{_SWISS}*99999;{_SWISS}*9999;{_SWISS}-999999;{_SWISS} 999",
             f"{_SWISS}*/99999;{_SWISS}*/999999;{_SWISS}/9999;{_SWISS}*/999", aspect=4.5, weight=1.5),
    *country("li", "<FL>*99999;<FL>*9999;<FL> 99999", "<FL>*/9999;<FL>*/99999", aspect=4.5, dark=.95, weight=.5),
    *country("lu", "AA 9999;AA 9999;99999;9999", "AA/9999;AA/999;99/999", "L", 4.7, weight=.8),
    *country("mc", "A999;999A;9999;99AA", "A9/99;99/99", "MC", 4.6, weight=.4),
    *country("sm", "A9999;A9999;A 999", "A9/999", aspect=4.6, weight=.4),
    *country("va", "<SCV> 99999;<CV> 99999", "<CV>/99999", aspect=4.6, weight=.2),
    *country("ad", "A9999;A 9999", "A/9999", aspect=4.5, weight=.5, header="PRINCIPAT D'ANDORRA"),
)
