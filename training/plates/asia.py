"""Plates of Asia, the Gulf and Oceania.

Plates with digits of another script alone (Bangladesh, Iran, Nepal; Egypt) are drawn as ornaments: nothing is to be read.
"""
from .layout import Layout, country, without

_NO_IO = without("IO")
_VIETNAM = "ABCDEFGHKLMNPSTUVXYZ"
_VIETNAM_CODE = (
    "<11,12,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,30,31,34,35,36,37,38,43,47,48,49,50,51,51,52,53,54,55,56,57,58,59,59,60,61,62,63,64,"
    "65,66,67,68,69,70,71,72,73,74,75,76,77,78,79,81,88,89,90,92,93,94,95,97,98,99>")
_STATE = "<MH,MH,DL,KA,KA,TN,TN,AP,TS,KL,GJ,UP,HR,PB,RJ,MP,WB,BR,OD,OR,JH,CG,AS,GA,UK,HP,JK,CH,PY,TR,MN,ML,NL,MZ,AR,SK,AN,DN>"
_INDONESIA = (
    "<B,B,D,F,E,T,Z,L,W,N,P,S,M,H,G,K,R,AA,AB,AD,AE,AG,BA,BB,BD,BE,BG,BH,BK,BL,BM,BN,BP,DA,DB,DC,DD,DE,DH,DK,DL,DM,DN,DR,EA,ED,KB,KH,KT,KU,PA>")
_MALAYSIA = "<W,B,A,J,K,P,N,M,D,C,T,R,V>"
_SINGAPORE = "<SB,SC,SD,SF,SG,SH,SJ,SK,SL,SM,SN,GB,GBA,SMA,SLK,SKB,SJA,SNB,SNC,PA,PC,XD,YP,SLA,SMD,SBA,SGX,SKR,SDN>"
_TAIWAN = without("IO")
_CHINA = "*A*99999;*A*A9999;*A*9A999;*A*99A99;*A*999A9;*AA99999;*A*9999A;*A*AA999;*A*<D>99999;*A*<F>99999;*A*99999<D>"

ASIA = (
    # Cars carry one line or two, motorcycles two; yellow ones are business's, blue ones the state's.
    *country("vn", f"{_VIETNAM_CODE}A-999.99;{_VIETNAM_CODE}A-999.99;{_VIETNAM_CODE}A 999.99;{_VIETNAM_CODE}A-9999;{_VIETNAM_CODE}<LD,DA,KT>-999.99",
             f"{_VIETNAM_CODE}A/999.99;{_VIETNAM_CODE}A/9999;{_VIETNAM_CODE}A/99999;{_VIETNAM_CODE}<LD,DA>/999.99", aspect=4.5, letters=_VIETNAM,
             dark=.12, weight=1.6, two_share=.55, square=(1.7, 2.0, 2.1)),
    *country("vn", f"{_VIETNAM_CODE}-A9 999.99",
             f"{_VIETNAM_CODE}-A9/999.99;{_VIETNAM_CODE}-A9/999.99;{_VIETNAM_CODE}-A9/9999;{_VIETNAM_CODE}A9/99999;{_VIETNAM_CODE}A9-/9999;"
             f"{_VIETNAM_CODE}-AA/999.99;{_VIETNAM_CODE}<MD>9/999.99;{_VIETNAM_CODE}A*9/999.99", letters=_VIETNAM, dark=.08, weight=1.8,
             two_share=.98, square=(1.25, 1.36, 1.45)),
    *country("in",
             f"{_STATE} 99 AA 9999;{_STATE}99AA9999;{_STATE}-99-AA-9999;{_STATE} 99 A 9999;{_STATE} 99AA 9999;<DL> 9<C>AA 9999;<DL> 9<C>A 9999;"
             f"99 <BH> 9999 A;99 <BH> 9999 AA;{_STATE} 99 9999",
             f"{_STATE} 99/AA 9999;{_STATE} 99/AA 9999;{_STATE}99AA/9999;{_STATE} 99 AA/9999;{_STATE}99A/9999;{_STATE} 99/A 9999;{_STATE}-99/AA-9999;"
             f"{_STATE}-99-A/9999;{_STATE}-99AA/9999;{_STATE} 99 A/9999;<DL> 9<C>/AA 9999;<DL>9<C>AA/9999;<DL>9<S>AA/9999;99 <BH>/9999 A;"
             f"{_STATE} 99/9999", "IND", 4.3, _NO_IO, .12, 2.8, .55, (1.6, 1.7, 1.9, 2.0, 2.2)),
    *country("pk", "AAA 999;AAA-9999;AA 999;<ICT>*AA 999;AAA-999", "AAA/999;AAA-99/9999;AAA/9999;AAA 99/999", aspect=2.4, weight=.9,
             header="PUNJAB|SINDH|ISLAMABAD"),
    *country("lk", "AAA-9999;AA-9999;<WP,CP,SP,NW> AAA-9999;<WP,CP,SP> AA-9999;99-9999", "AAA/9999;<WP,CP,SP,NW> AAA/9999;AA/9999;AAA-/9999",
             aspect=4., weight=.8),
    *country("np", "*** ****;*** ** ****", "*** */****", aspect=3., dark=.6, weight=.3),
    *country("bd", "** ******", "****/******;*****/** ****", aspect=3., dark=.1, weight=.5, two_share=.7),
    *country("mm", "9A-9999", "9A/9999;99A/99999", aspect=3., dark=.8, weight=.5, header="YGN|MDY"),
    *country("bt", "<BP>-9-A9999;<BP> 9 A9999;<BG>-9-A9999", "<BP>-9/A9999", aspect=4., dark=.9, weight=.2),
    *country("mv", "AA-9999;A9999", "AA/9999", aspect=4., weight=.2),
    *country("tw", "AAA-9999;AAA-9999;AAA-9999;9999-AA;AA-9999;999-AA;AA-999;AAA-999;AAA-99", "AAA/9999;AAA/999;AA/999", aspect=2.3, letters=_TAIWAN,
             dark=.1, weight=2.4, two_share=.06, square=(1.5, 1.8)),
    *country("my",
             f"{_MALAYSIA}AA 9999;{_MALAYSIA}AA9999;{_MALAYSIA} 9999 A;{_MALAYSIA}A 9999;{_MALAYSIA}AA 999;{_MALAYSIA}AA 99;<WAA,VAA,VBK,VDM> 9999;"
             "<SAB,SAA,QAA,QAB,SYC> 9999 A;AAA 9999", f"{_MALAYSIA}AA/9999;{_MALAYSIA}A/9999;{_MALAYSIA}AA/999;<Q,S>AA/9999", aspect=4.,
             letters=_NO_IO, dark=.96, weight=1.5, square=(1.3, 1.6, 1.9, 2.2)),
    *country("sg", f"{_SINGAPORE} 9999 A;{_SINGAPORE}9999A;{_SINGAPORE} 999 A;{_SINGAPORE} 99 A",
             f"{_SINGAPORE}/9999 A;<FB,FA,FC,FBA,FBJ>/9999 A;<FB,FBK,FBR>/999 A", aspect=3.9, letters=_NO_IO, dark=.75),
    *country("bn", "<B,K,T>AA 9999;<B>AA9999", "<B,K>AA/9999", aspect=4., dark=.95, weight=.3),
    *country("id", f"{_INDONESIA} 9999 AAA;{_INDONESIA} 9999 AA;{_INDONESIA} 999 AA;{_INDONESIA} 9999 A;{_INDONESIA} 9999 AAA;{_INDONESIA} 999 A",
             f"{_INDONESIA} 9999/AAA;{_INDONESIA} 9999/AA", aspect=3.0, dark=.65, weight=1.8, two_share=.06, square=(1.8, 2.1),
             header="09-29|03.27|11-28|05-30|07.26"),
    *country("th", "*9** 9999;*9** 999;**-9999;** 999;99-9999;9** 99", "9**/9999;**9/999;***/999;9**/999", aspect=2.2, dark=.04, weight=1.,
             two_share=.35, square=(1.2, 1.3)),
    *country("ph", "AAA 9999;AAA 9999;AAA 999;<U,T,R,P,N,X>AA 999;AAA-9999", "999/AAA;AA/99999;9999/AA;AA 9/9999;A 999/AA", aspect=2.75, weight=1.2,
             header="PILIPINAS|REGION IV|MATATAG NA REPUBLIKA|NCR"),
    *country("kh", "9AA-9999;9A-9999;9AA 9999", "9AA/9999;9A/9999;9AA/-9999", aspect=2.5, letters=without("IO"), weight=.7,
             header="PHNOM PENH|KANDAL|CAMBODIA"),
    *country("la", "** 9999;**9999", "**/9999;*/9999", aspect=2.6, weight=.4, dark=.1),
    *country("hk", "AA 9999;AA 9999;AA 999;AA 99;A 999;AA 9", "AA/9999;AA/999;A/999", aspect=4.3, letters=_NO_IO + "", dark=.03, weight=1.2,
             square=(1.35, 1.6, 1.8)),
    *country("mo", "AA-99-99;A-99-99;AA-99-99", "AA/99-99;A/99-99", aspect=4.3, dark=.95, weight=.4),
    Layout("cn", "plain", 3.14, tuple(_CHINA.split(";")), _NO_IO, .7, 1.7),
    Layout("cn", "plain", 1.8, ("*A/A9999", "*A/99999", "*A/9999A", "*A/999A9"), _NO_IO, .3, .5, square=(1.55, 1.75, 2.)),
    *country("kr", "99*9999;999*9999;999* 9999;99* 9999", "*99*/9999;99*/9999;**/9*9999", aspect=4.3, weight=1.1, two_share=.35,
             square=(1.6, 1.9, 2.)),
    *country("jp", "99-99;*99-99;*9-99", "**999/*99-99;**99/*99-99;**9/*99-99;**999/*9-99", aspect=2., dark=.12, weight=.8, two_share=.95,
             square=(1.9, 2.)),
    *country("mn", "9999 ***;9999***", "99-99/***;9999/***", "MNG", 4.5, weight=.3),
    *country("il", "99-999-99;999-99-999;99*999*99;999*99*999;99.999.99", "99/999-99;999-99/999;99-99/999;999/99-999", "IL", 4.6, weight=1.3),
    *country("ps", "9-9999-9;9-9999-<90,91,94,95>;9-9999-99", "9-99/99-9;9-9999/9", "P", 4.6, weight=.4),
    *country("jo", "99-99999;99-9999;99*99999", "99/99999;99-/9999", "JOR", 4.5, weight=.5),
    *country("lb", "<B,G,M,O,N,S,T,Z,R,K> 999999;<B,G,M,O> 99999;<B,G>999999", "<B,G,M>/999999;<G>/99999", "LB", 4.5, weight=.6),
    *country("sy", "999999;9999999", "99/99999;999/999", "SYR", 4.5, weight=.3),
    *country("iq", "99 A 99999;99A99999;<21,22,11,12,13,14,15> A 99999;<22,11,15> A 9999", "99 A/99999;<22,11>/A 99999", "IRQ", 4.5, weight=.7),
    *country("ir", "*** ***|**;** *** ***|**", "***/*****", "IR", 4.6, weight=.5),
    *country("sa", "9999 AAA;9999|AAA;999 AAA;AAA 9999", "**** ***/9999 AAA;****|***/9999|AAA;*** ***/999 AAA;9999/AAA", "KSA", 3.6,
             "ABDEGHJKLNRSTUVXZ", weight=1.2, two_share=.4, square=(1.6, 1.9, 2.)),
    *country("ae", "A 99999;A*99999;99 99999;9 99999;AA 99999;*99 99999;A**9999", "A/99999;**/99999;99/9999;A*/9999;A/9999", aspect=4.4, weight=1.2,
             two_share=.3, square=(1.6, 1.9, 2.2), header="DUBAI|ABU DHABI|SHARJAH|AJMAN|U.A.E"),
    *country("qa", "*999999;**99999;999999", "**/999999;*/99999", "QATAR", 4.4, weight=.7),
    *country("kw", "99-99999;9-9999;99*99999;99 9999", "99/99999;9/9999;9*/99999", aspect=4.4, weight=.6, header="KUWAIT"),
    *country("bh", "999999;99999;*999999;999999*", "**/999999;999/999", aspect=4.4, weight=.5, header="BAHRAIN"),
    *country("om", "9999 AA;99999 A;9999|AA;99999|AA;9999*A", "9999/AA;AA/99999;A/9999", "OMAN", 4.4, "ABDHKLMRSTWY", weight=.6, dark=.05),
    *country("ye", "9 99999;9-99999", "9/99999", "YEM", 4., weight=.2, dark=.4),
    *country("af", "99999;*99999", "99999/*;*/99999", aspect=3., weight=.2),
)
OCEANIA = (
    *country("au",
             "AAA-99A;AAA*99A;999-AAA;AAA 999;AA*99*AA;9AA-9AA;9AA*9AA;<S>999-AAA;999 AA9;9AAA-999;A99*99A;<Y>AA-99A;AAA99A;<1>AA-9AA;AA-99-AA",
             "AA/999;AA*/99A;9A/9AA;<Z>9/99A;AAA/99;AAA/99A;9A9/9A", aspect=2.75, dark=.2, weight=2., two_share=.12,
             header="NSW|VICTORIA|QUEENSLAND|SOUTH AUSTRALIA|WESTERN AUSTRALIA|TASMANIA|NEW SOUTH WALES"),
    *country("nz", "AAA999;AAA999;AA9999;AAA 999", "A9/AAA;99/AAA;A9A/AA;A9/AAA", aspect=2.9, letters=without("IO"), weight=1., two_share=.2),
    *country("fj", "AA 999;AA999", "AA/999", aspect=4., dark=.3, weight=.3),
    *country("pg", "AAA 999;AAA-999", "AAA/999", aspect=2.6, weight=.3),
)
