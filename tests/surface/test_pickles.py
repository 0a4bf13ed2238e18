"""Pickles and copies of public objects travel between real Rez and us, in both directions."""
import base64
import copy
import io
import os
import pickle
import pickletools
import subprocess
import zlib

import pytest

# An expression, and what real Rez pickles it to (protocol 2, compressed).
RECORDED = [
    ('Version("1.2.beta-3")',
     'c-n1_IZwkt5Jqk1fSAKv;l2rAidZ820_sR<K*)_{d83skA~^ZHb_%4G;GeU*UX&))O!3~E`SHdD|Be>C5R+LRrFQW@?1c053s=Gm'
     '<F?~C<?NH^0*wUCaJBe4ol}-qU%Z%%ZRA}`K3b~OmRO5BDkLgqTk8ort5fM)#jNWqcSB+`j9o2b%gkqNo0%gRx)sX=BYk8?VwY5Q'
     'kF>TgaS&214A7-u=q=Ghi6f038}vltRHIFWGG1mlqhPdz&m}H2d}-h-iR=IF3vN`mVNh;#!RG?E3GV8TBlM_ewm$A_A{AwUhf&<p'
     'J7t3KsBT4n2a9vR'),
    ('Version("")',
     'c-m`VN-j#R(kn|XD$dN$(~E~PxWb@xA%kXPA!BVJlSTv^0|P@zes*eJaUpYTAxi`ckYAiyP+Z6wTgV3H#TS<p6|(z9u!7hbiNzU('
     '9Db!qdH_F}9Xt'),
    ('Version.inf',
     'c-m`VN-j#R(kn|XD$dN$(~E~PxWb@xA%kXPA!BVJlSTv^0|P@zes*eJaUru`1PhQ?oLW#^$P!z~3g*QZmlPGU`9-jT*cpk%8HMbA'
     'rAc}K1Lz#I'),
    ('VersionRange("1.2+<2|5..6")',
     'c-noES#J|D6or$}q-3B#*|)N{I4lD#wCqdEPTC-`X<nje94u}`nB<J>A|YJ~-r!$z?M@US5uQ96`+Vn{>-kaX=H`36WpdjaWO1i>'
     'h(2zwZ`16viBM|%M43@h$yBLS>e$U3J6cIip7p?GpDd=@sH%UHI&1z&gqkp>89P-{m0W-D&E%+0h^+hFA{R++7h|_drX^P#!OVZP'
     'BkYmXUdBEZEH?*VOlC3L#{LPGtNkIRnfq$;Ubld}_n`;}gmjQ`D5(p`I$f|1w{c{G{X3_N>`}=cV;omW*@tl=tcy4q)(msaveT*6'
     '<V#L5PLp8IkdK{ZoKv(NSi*UlYgWQh6RyCTp~ZzZ=EHuBg_Pt%{9rqjTEfMa(?PhGb^FftwhYuSdF4;I;ZR23m>~bb?-rxKBp#O;'
     'R}{^VALvy^tVpJKEeKy{EPCOkAbf*yQ-o=(nvxhUix_zwQoo&+#s3E@j9ZH8<nQ)2<IbqyF5_M(xE~50Fdq7XN1@;`V|6r<Wvod}'
     'bzJjgTqEB}4f5_!8P7)O=ZqHt{W73mF<yIgGoaTQ8zb}zT7s^P(Qp1jJ8hhf{{WeA0xb'),
    ('VersionRange()',
     'c-noBOHacv5QIbNgSr$b&$htbT=FA0qa2VxzC=+{EH<KYGI3obBujAPXR~f|Y&m(oyEF6ccW2S)uXwE+TUI8{+Csc;-{;)CYk}zD'
     '2L~P<sk%`VWp>rzFj0N3i^`cdi*AbEZlmlmYzXw(V&HKkRgY!M>Qgru?vXr&X{!^g8+jZ{HDF!4g7Lr90w=6G^*ECo$W`^Bjm0Fz'
     '`Q`wtYm18%m&8{DoQ!fyxJq21hWstfV(DzT*0}!VR@iWL&A>N%fM3G21)g&B%wsNTOabH8<4)2fAr8FfKngJwj9rntBK`wk)q9!'),
    ('Requirement("foo-1.2")',
     'c-noE+fUR$6o+@0o7B6gAYM=xWl*VHyx#y{F+8A>zHFMd4xGl_>Haz$OiU)hH}=2w%xq0GVSSpDne+Yn&6yszvQqvGk7TLyLWOZD'
     'Ve(S;q^g3wziKp=f1zp7646AX(NIZG#u$snxIQQfj7O7Pm5Dm!?TLRQ>mt}6u6wR2z$E8QS)38kIFqriN=)zil(aDFn?}&V+0%pK'
     'kFF!YIgU7Qabc*`Eq=%n7e^qU+-c2SV(zlV6%kD_SGQp1zt#b+GIh=3y6}=!@m(s7*$(E!>EL#^Pl+-;S>{<C^2I>`ZgA4P#m#7%'
     'gS1KOtXm!29%294q&0ho*#(QcB5FDq_x!qs`+iku?=(%C=#<<?7A+nS$37&7Em;UbLtq`t)ZS_NR_R|r%f7~=4j%jS5Kj`~_i%%a'
     'Dba+LU6Xp@TxDIO^COAygtuIW>Gyf`Pe;gqb*J^{SJ`9DVqMS-xq)t2JQKuId@g9-JHN1a>6~8)TJqYjE#Camj`5b-EF#&OSoR%x'
     'O>%M+4ou1yVkh^kN**Q^|BUYk-a0GPK{wB;7#{}iV)d0{Z2I68Y?(Ct4RNaUL;'),
    ('Requirement("!foo-1+")',
     'c-noENl(Kt5QW=93k^GE-*-}$Liq=91@%xC<x)jSFgT)h`r^1qNS5FR|C({g0i>4GjO_W|JU{up5X9`Q)?={@BT;i>1{KDv!$e{='
     'fAz>!Kakfb*iJE*%L%W;Tnsrw)IUWLhMf|1u_vDCxcFBxYpjQ#+B8EJN~AZUF={)*M7lDGQEsFvex$^sgw?`We<AnEOjsBvi3yF#'
     'A4~1%mBpAEfZUkdjGHEIMq}1?Mu^KsQ2E!jg*l?;H5TmDWD>nFA+gxPQh)BU-Q}K89TtZ{rg3K&3(F+5qOt0fNk=L_lUi$GeSrB}'
     '<!9^$v6~uOwv#t7w$ob2PFe+auk*_Hr0=DvO4gOwYhj;Lv?e2$dy?azq5O1tD1x?<VUOYPla9=U>UJqbdw`L9bDO1DB`Zf7$2PBU'
     'lg)|7sm&J~oEFw-AvbHd5hh2ZZn75a*-Pk$oPDMHgGfBJ!ys{S{%I^`o?X<_=bYj~`L%C^#nv4'),
    ('Requirement("~foo-2|3")',
     'c-nna=~L4{6fZ4@!~+#?!TVTHqJsB@pyE-iS`On;Gf7?8jBV0i(%_6UZ$`h>|Jt|PWUw>EPrKQDzw7PGuVOuxKkY3UCqWe2ZY+@o'
     'v24n)ZB_r-qcHUw1B9Y*h6;s3=ryH_l2hXSMigPt8RlK=g`0dl)JvIdto80%)kPMDnQw%!OE`m!bdz?B(TZX5qcr@Mz^Y-l=+ERX'
     '>Jkfkm}4(tU)NJ3`XOVC?EqQUw;66f;|>rG3TK3ISqaAfYumyhMja*`5yoXZ`Yyu+M{77{5+t&f;CKxu6vxnZT;(MSCo8G%jPhp?'
     ')*EROY)MRX_()fztri=e+`;ggzRe7uV(HU_GeV6kZR0HAoKUQNzCU=O(NbQRHf0>tGykjFuZ0VYzDT%aJSC~0#kgF<PQ6}9{R}(B'
     '*lEHQ;S6Xnu9|fgGiD88my4<ICBCP)57)R4N~c#7e^Q?p{aDutH-s8f`T=GMb9tVdgj*)hZKVy~A>37L>7G#2N~_){JP@j@=i;HV'
     'nO9~)kG6%lv1(H3W<4g%=j2Za3x<5rkUu3n)8x+$^Ah1j&OC>g$}X3-Gra1T;WeS0XILh@$z>{pw?^ijk$F$3YMB+GmW<LWVU3kk'
     'ulx0W?mrNmoc1H(6Vq07@#mgmCgDNS6CBD-ugyQ+myUVXdK7Lnf_mFUt)r(g8&4NsP0Sg%sc-)UhN(j*'),
    ('Requirement("foo==1.2")',
     'c-noET~FIE6o&gnp&9H0#s=FMY;0iI$VP$Pv)fKwlx@mQ6(yOeBU-0#92W`6(zv7lddF@qK%%?yk<WP^zq0+emgM}}AM;$Lne@Y)'
     'L#H_(a#?uYJ2fhMH>euaSTI+qRAe;dA?iV$>WeHxBWO~UN3u`bbN7{H;r*VjT|4BVNxpf51r{`j3{{b%b>=K_rsW?6uZKqui^A`A'
     '!owmdmJA+GBMq`Ep5w_3<cIB++*9J787#A4p15)ZEB{UH;W<&O1}~TkS!9=7D!lArjXeyW4n`u9ddTxMDJ4HG<YApmuMA!XEfOgm'
     'm##NGY|Kc1uH%w@OYEk>77MBt#yhtj;=NlXwmVfFM=BQfkPikQ1!;GL#dZxC6H}m#J+a-Xxl!(3K=F~neh;5q-^b@j(0ka64Mn5`'
     '4$gG!0;e(=XqApR{9D?x6M8hFtN$`1{4d)rul_6LI5cQ8u_9K56;K4S*oTn39~Ja{jwbG$B$F3|G$}$HPi&MjWQY@&@BrU*?EeE#'
     '^4zc'),
    ('PackageRequest("~foo-1")',
     'c-nnZX>Zgp6x{7e!%?8zwA_bVXrSD8X}LatR;V1xmsR8h?>cJM$;5GykSxKs<zMscO@)xUe0q*OGjHa-{G3QD@gp>Kmg}%rR0Ceu'
     'nd%20dAiN}VoSgXT?c3_|3cehf<@D<R!i}Lh%p&W(z#a@n2KiTRB_d(>uImJBPyL0DvX;$@O4zT94NpH>CIZ~W6=~bV_jF6>v)x<'
     'FzTB|(8YeXw^F?6AOQ}L#zBiiBTsqpT~wGKL;2ud8{T2!9kDpdqFLfK5G?%Hc7S8VI&N`-d6#vuEtJN|E>8IbT9g{6yEr2$hO-k('
     't|iWPOcKq}XQtBJ=xj$|aY$DVVak#WFO4z$#l1F$&r$3178jUYkj}<Mi%U#W@5_6WH}X<)Wd@?k(#HR1=QqF=Vqdkm<~?bXG%>Ds'
     'F>cnMOww?diMwKPgGFse#!X+>u<ENq_`Yott`jb44!39y(xsP+zfD5LE$g<$8k6(VE#QvD-Q7I*EbjX}52Q2r(BhFKOOKgck*@0#'
     'i>FME`o(xAL(&yZqvwAc(O~70bi;aKvA!$*(qe<eI}W`0512$~749EUqR(skbzcqrVA4YM@+_@mydJuJHVcmN##>m$TMrYZ6f|R='
     ';~ixT{{VZI3Ka'),
    ('VersionedObject("foo-1.2")',
     'c-n1{$xg#C5QdX<p$+>|_WcwNM1nWqT&WyD$d|~9gOLN&>2JpzkSxKQ<GASosi*lhGv7DT{6vM~-{}`ux~ybM6^AJmpK@8pFY_jU'
     'ePr*vsAB{-zX&a&g!F<SkolBTbV$eLx2i&y3|wkW6utlAHY}tu`cAfDF-S<?VRiMvrN%HroGb?)K4&7AX3AArw36orim~cUYZmKd'
     '=tSDE*0qsgbGeE>8P>8}j@`D{Nl4hh*!A@ed%jAH#-U-kW}-Q=Z*d@;_E0p~k;QQ$=D<Bp#AqD(RZhB%iqAAoGo1N(iu2sJsjd|+'
     'CjNm`<XYfzV%UP9xbo|_xHc^P14QF{3j'),
    ('RequirementList([Requirement("a-1"), Requirement("b")])',
     'c-oCq`A-u;7%j+QR}oQEyf4&2p^CQxB6v%!S`OEv+3c2)Z)3ad+u6m$WD@;>#QxWQGhG50YW!&?JMX=D@9j4~yQ{JMQCOF;3L8<u'
     'izU)9mUS5=PI+rz3{~PFH}(r%8r{Mj$mMd|pvuFZ3VOtUX*uX+oj#3z;r6ml<kzK#y>1upedOIfqwPm){L$Gdm~EVu_F6U|2m4rU'
     'zs7)Ydzk5|B*uY~RS6ntw5l*z!NJ{yym^CgFvJpvG!C~7)f(SrjNuNHqB+fYN0@h1<Ct*!nU_H@@=w<ejx+0o#z|pKCXH`0QaDw?'
     '>D_sAwI=ydT9<KH%`}z_$H5sEI;(Nc&9jb5gG}mt1s6J)Urd9Hdy%=L8kdCaUE#7_CvnBD5yV1Q8u%*kZL3N)6~-#KN?fh!$Rl47'
     'u9ecjULHo(TB^cziSgh3$sp2ZlUtnVU}V{xW-S)j%5{w!f=0-6GpTV?5EpWbOv2k5cZf6H6*Nl5_C1aJg4%{XJRrd?Bs(QG_>c{f'
     'u|?ypG~fj6#{8Q|uK5X1)Kts*tu~^swXm9am~NR!Sw;^tR&@f8Siy|xtj1$O?coeCM-G{Bo7Z?E%uPI6PsvQrGmYnhhRICC3yqhX'
     'Szc+pwpkX8yW*BRu8AhdM1P}E+JwK=c*pRP0l(h?woz!RMb<FQ5IdAKU2=#1eu}G{3uTQ(L3!$<IhsxFpqY2Z4|S>Pc|jW1k}&c-'
     'M@fE<%N48$2Il1kK9u3QgWD_0cpr&jpEmHhj4x?W_yZcHT%i'),
    ('PackageNotFoundError("package not found: foo-1")',
     'c-m`VN-j#R(o3yKPAw?O%+D+43P?=OPE1er%P(=uFU?DFEh@?{;wof_kYHe7D1gW*<mHzrq=96ufK<M&VIgB{AyZHxb8R6@1S?Qo'
     'Sz=CUY9VU|V{wum0DdYTas'),
    ('ResourceContentError("broken", "/a/package.py")',
     'c-m`VN-j#R(o3yKPAw?O%+D+43Q8@`FD*(=b<WQ#NzE&9Eh@?{;wof_U}IolNGi(DPR%Q1jNk=w^b_?95|gtN(^K^dDhrv~3Ymin'
     'S!xSeBUpiwWr;bZsfBD2DnND-)I^1}%$!s!1r&W&3Q#lIi<9&KtJ5sM'),
    ('ConfigurationError("message")',
     'c-m`VN-j#R(o3yKPAw?O%+D+4a?a07%S<mVN(6CTi;D7#xC$8}*cliYa#M?o6Vp=*8CwgPf(n^y3t1vqfx=~pIi;zEtQm~ONqPW9'
     '!5L5'),
    ('BuildError("message")',
     'c-m`VN-j#R(o3yKPAw?O%+D+4aw^TtNpUSI$}i$7WQbsAU|`5iEiO(>Pc39@Eo2HRWUeh_iC_f^mnG(urWUehFcv520RT<v73c'),
    ('PackageFilter.from_pod({"excludes": ["*.beta"]})',
     'c-n1_%?g505JpW?(|)X;pryL-0ot^yMIhno5{6uD6zQ6dKVX4So1VK{wrn?t;T*n)7?p5$3L0H#0zsUz8cO}p<F+RhtS1gS6iuQD'
     'f)GF(vE~dFN*xZ}6UzS*JC=uD!$3!c+iHg+lStgI+Zr{Z@XK~Ws4411{X}D$rR;`dm&hDTNT9_D59>jcXGQu6O^Lx@=B8RZw*Qqa'
     '|A@2w>V<}f^CqNKKQO)i1}-{WHlgzdC_F^?'),
    ('PackageFilterList.from_pod([{"excludes": ["*.beta"]}])',
     'c-n=IJ5K{K5QI&h#5@w-loS+~6!!ztK$R4r2&J-6qLa^TA`6GhoPE-PWC<F6H_ja;5?k%;&NrIRhRW$9-b(c<*OaWZag_6?T23nU'
     'sIB8*!!PW4G(?v%R@*F^OSJywIog5kcyuGt3vfcEGQ|s7?0fWPOYpxUrY1}0g&~fEKp%P>MWPvKS2`SvPS{3qN=~9*HA+@;qs==8'
     'Gtmw*r!|#03Bf#3*=DPEL8qc0UeTQ$$D>6B4;Rlkd${?=`5YHTDs5d*zx@`x^tckOa8j9dxSrnMvTAnLH2wj!abHF'),
    ('SortedOrder(True)',
     'c-m`VN-j#R(kn<z&Q45Ejn6MiNiE_E&MzuSP4Ne_3mG&U3mIz*nKU9e85kJip(=|DnPUrCA{c=}T7|5M5nMn<N@{U(YF<iaUV0&0'
     'M`@BC09|Ao>i'),
    ('PerFamilyOrder({"a": SortedOrder(False)})',
     'c-m`VN-j#R(kn<z&Q45Ejn6MiNiE_ENG)<p%+1WH^apbb88jOU8EXrfG$J?|7#QNAii-=GV+&a#7=c2Gg{+AYTtEg`e|$=2a!Dau'
     'Z6SLGD;Cp(^NUJSQ=mq30FCCXE#%V302;;(HcYFK2Vz)CYH@OEUP@+OdLeITX;N_nFIX@wu{5UyVpbuaUulva0G<gvga'),
    ('VersionSplitPackageOrder(Version("1"))',
     'c-n1`$xg#C6h)KL78)o+%lrj_MI=6fHBwut2ze7(b}%GrNpk(-E|4OXKgV(1T~}|oI_KHjUZ&M=Qj2UQz7?<Zr_#}f(o|ICvR)U>'
     'VwcQafZ*v5VT)eOMnMp8j}eYi^jT<E&lm_cw#`?eso|TQ2}5_qPsx70KNR8EdQV!6Vm7pFQ>|1<h*F#$=3duzE=u#Gbdh<-d&fjL'
     'v!Zc}bN4<n(yJ~~Tpm{OrIDV!vh1YAG<H8BT)X;$8&^x*zJ*2#l7jWST-AiT6!&i8)Mz}+*r4lkK{+00MjDy?0}<P9=>'),
    ('TimestampPackageOrder(100, 2)',
     'c-m`VN-j#R(kn<z&Q45Ejn6MiNiE_E$;?eHE=kNS2!IItgGCD&G#d*UYYUk)A~+cs7~-LNiVK-z3t1u<fkIk^tchT`5|{ynY~Cpm'
     'EI^T>#Juc6c5kK#VUX73#N>?Bl=!sFqT-VH#I%ysqC$?^Le2;QB+26ZqLTRR)XGAx+CuKqBs~DlwKRD'),
    ('PackageOrderList.from_pod([{"type": "sorted", "descending": True}])',
     'c-m`VN-j#R(kn<z&Q45Ejn6MiNiE_Efbjf59G}eM60Sl9&Bj7TEGmQZi%L>czzVqvnShFzYYSO4A~+cs7~-KSiwjv}3)vzVfkIk^'
     '?1>RvKt@VxadK*2N@iYqAxB4PQetf(rv_LesS>8GkgK+kJAxIYIJ2mvvXBR;P7eUMX*S3'),
    ('SourceCode("return 1")',
     'c-m`VN-j#R(km^=%qi9@&Mz%WPEF2FN#zO#Go3-qLI%yoLdM!cCXEO-1_lO*qC(~f4j`u}wWPEtPr<N|1<Xy$%t<XsEXgQj^@H$B'
     '^OExtb5jf1{2~N^{M53<ocP4zc#wEWW`15Fdq)HpP&@@_X;ETHeo=8DM{FTyX_6iQ9~>^0'),
    ('AttrDictWrapper({"a": {"b": 1}})',
     'c-m`VN-j#R(km^=%qiAONi0c>2Q#@GOG=7dGLuWfixLY8Qj53>88jOU8EXrfB3Kz17~(-H3z=&RSt1yL+{8lG+CnxkGpUf>o3XgK'
     'I7trxQ4$)*'),
    ('RO_AttrDictWrapper({"a": 1})',
     'c-m`VN-j#R(km^=%qiAONi0c>2Q#^X{No)<N{U=ElS{&j5(^4ai?|9IG#d*UYYUkoSQ!`?;z5cFnQIGKA{c?(#6nhY#^T~6JpguT'
     '87%'),
    ('ResourceHandle("memory.package", {"location": "x", "name": "app", "version": "1"})',
     'c-k$D%?iRW5QNho?T_Mf)Jwp(@a$=?+qg(+nsk#!tWeN5H!YrK=3{0)sdDs|Vd}J(j=T*{k*{xmcSUp8RI@mLIaxSuAQM9LG;;>0'
     '=mr|Bo8^eA#|Lo^RfJD;9k!Z0?-t%SP)4S$!l|={3rJ#oaS3@;g9CB3o#Hrh4aK@A=hy0Ct6umRLMwkOoG*z'),
    ('ResolverStatus.solved',
     'c-m`VN-j#R(kn_W&d(`JE#eA-GJ;DIOG=Bm3K=5Q85kHsGEx<wN)$2@ixrada|?1(OHxx5ic6D|Q;Un!N^^25^$HnV3z=FAnS%;h'
     '^Z<%(9`*'),
    ('SolverStatus.failed',
     'c-m`VN-j#R(ksr-DN8Nl3I<cbC5a`a#ax995mF2c3?Uh*3Seo4%wmPS{1SzN{Nm!wq?}Z}LdMoYrq)8{ph6Zs0D^rN)B'),
    ('VariantSelectMode.version_priority', 'c-m`VN-j#R(ksr-DN8Nl3QH`?Ow20@PR&V8F7eGzN#!bJ@MdT&WDF`~(gOfioep#'),
    ('BuildType.local', 'c-m`VN-j#R(n~7M%t?taD9TSxEiUGA0`WpB3sSiX8N3-<3mJn7ne+fiuMQs'),
    ('OutputStyle.file',
     'c-m`VN-j#R(kn`>;PNjmDJU%oE~(5(<tk)|&}3j>aL!LjRY)vW$ShGP&o9kMQAjK(NKGtK$jnnnR47g^$}A{RNXyJg)hlFdEo5pf'
     'WDY81(E|X7CmSC'),
    ('literal("x").expandable("${y}")',
     'c-m`VN-j#R(kn`>;BqZaPAo`G2`(wh%uDAgWYBCZWUMV@ieP78U?>I)78f$d7P4q`L@)w{DhgTK3fVd%Sb%Jm>dM+e_O?Qf)Z!#P'
     '06MrBZ2'),
    ('Setenv("A", "b")', 'c-m`VN-j#R(kn`>;0jJHNzE(cDrC@XEM%-LWQt&6U|>irN-r*Cj$i~b9Sd2&bW$N}TOnI<k{$pG{10~'),
    ('ReleaseHookEvent.pre_build',
     'c-m`VN-j#R(kn{MNlh$HjnBx>&*ln(a6Eu)*Rs^S60Smq2u=nDhJvD0-K5gYoRmVw2v#5;!e)ZW#Y6ba?S(9@g{(n^Y<d8omK@&'),
]

# What is pickled by Rez as well; that its pickles load is seen above.
MORE = [
    "FileFormat.py", "PatchLock.lock_2", "SuiteVisibility.never", "PackageMaker('a', {'version': '1'})", "PackageTestResults()",
    "DependencyConflict(Requirement('a-1'), Requirement('!a'))", "Cycle([VersionedObject('a-1')])", "TotalReduction([])",
    "DependencyConflicts([DependencyConflict(Requirement('a-1'), Requirement('!a'))])",
    "Reduction('a', Version('1'), None, Requirement('a-1'), Requirement('b-1'))", "ModifyList(append=[1])", "SolverState(1, 2, None)",
    "SolverCallbackReturn.fail", "Suite()", "Rule.parse_rule('range(a-1)')",
]
EXPRESSIONS = [row[0] for row in RECORDED] + MORE

IMPORTS = """
from rez.build_process import BuildType
from rez.exceptions import *
from rez.package_filter import *
from rez.package_order import *
from rez.release_hook import ReleaseHookEvent
from rez.resolver import ResolverStatus
from rez.rex import *
from rez.solver import *
from rez.utils.data_utils import AttrDictWrapper, RO_AttrDictWrapper
from rez.utils.formatting import PackageRequest
from rez.utils.resources import ResourceHandle
from rez.utils.sourcecode import SourceCode
from rez.version import *
from rez.version._requirement import VersionedObject
from rez.package_maker import PackageMaker
from rez.package_test import PackageTestResults
from rez.resolved_context import PatchLock, SuiteVisibility
from rez.serialise import FileFormat
from rez.suite import Suite
from rez.utils.data_utils import ModifyList
"""


@pytest.fixture(scope="module")
def names():
    found = {}
    exec(IMPORTS, found)
    return found


def state(thing):
    """What makes up an object, whether or not it can be compared."""
    if hasattr(thing, "to_pod"):
        return thing.to_pod()
    if isinstance(thing, Exception):
        return type(thing), str(thing), thing.args
    texts = [text if " object at 0x" not in text else "" for text in (repr(thing), str(thing))]
    return (type(thing), *texts)


@pytest.mark.parametrize("expression, recorded", RECORDED, ids=[row[0] for row in RECORDED])
def test_what_rez_pickled_loads(names, expression, recorded):
    ours = eval(expression, names)
    loaded = pickle.loads(zlib.decompress(base64.b85decode(recorded)))
    assert type(loaded) is type(ours)
    assert state(loaded) == state(ours)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_own_pickles_name_nothing_that_rez_lacks(names, expression, protocol):
    ours = eval(expression, names)
    data = pickle.dumps(ours, protocol)
    strings = [argument for _, argument, _ in pickletools.genops(io.BytesIO(data)) if isinstance(argument, str)]
    assert not [text for text in strings if "pkgrs" in text]
    assert state(pickle.loads(data)) == state(ours)


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_copies(names, expression):
    ours = eval(expression, names)
    for copied in (copy.copy(ours), copy.deepcopy(ours)):
        assert type(copied) is type(ours)
        assert state(copied) == state(ours)


def test_packages_and_contexts_can_be_copied():
    from rez.package_repository import package_repository_manager
    from rez.packages import get_latest_package
    from rez.resolved_context import ResolvedContext
    repository = package_repository_manager.get_repository("memory@copies")
    repository.data = {"app": {"1": {"name": "app", "version": "1", "requires": []}}}
    package = get_latest_package("app", paths=["memory@copies"])
    assert copy.copy(package) == package
    context = ResolvedContext(["app"], package_paths=["memory@copies"])
    assert copy.copy(context).resolved_packages == context.resolved_packages
    assert context.copy().to_dict() == context.to_dict()


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_failed_contexts_can_be_pickled(protocol):
    from rez.package_repository import package_repository_manager
    from rez.resolved_context import ResolvedContext
    repository = package_repository_manager.get_repository("memory@failed")
    repository.data = {"app": {version: {"name": "app", "version": version} for version in ("1", "2")}}
    context = ResolvedContext(["app-1", "app-2"], package_paths=["memory@failed"])
    data = pickle.dumps(context, protocol)
    assert b"pkgrs" not in data
    loaded = pickle.loads(data)
    assert loaded == context and not loaded.success and loaded.failure_description == context.failure_description
    assert loaded.graph(as_dot=True) == context.graph(as_dot=True)


@pytest.mark.parametrize("name", ["RezError", "PackageNotFoundError", "ConfigurationError", "ReleaseVCSError"])
def test_tracebacks_show_rez_names(name):
    import rez.exceptions
    cls = getattr(rez.exceptions, name)
    assert "%s.%s" % (cls.__module__, cls.__qualname__) == "rez.exceptions." + name


@pytest.mark.parity
def test_rez_loads_what_we_pickle(names):
    reference = os.environ.get("PKGRS_REFERENCE")
    if not reference:
        pytest.skip("needs PKGRS_REFERENCE, the interpreter that has real Rez")
    pickles = [(text, pickle.dumps(eval(text, names), protocol))
               for text in EXPRESSIONS for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]
    code = IMPORTS + """
import pickle, sys
def state(thing):
    texts = [text if " object at 0x" not in text else "" for text in (repr(thing), str(thing))]
    return thing.to_pod() if hasattr(thing, "to_pod") else [type(thing)] + texts
for expression, data in pickle.loads(sys.stdin.buffer.read()):
    if state(pickle.loads(data)) != state(eval(expression)):
        print(expression)
"""
    run = subprocess.run([reference, "-I", "-c", code], input=pickle.dumps(pickles, 2), stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE)
    assert (run.returncode, run.stdout.decode()) == (0, ""), run.stderr.decode()
