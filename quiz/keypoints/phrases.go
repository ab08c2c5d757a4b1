package keypoints

import (
	"regexp"
	"strings"
	"unicode"
)

// The words in this file are those of bank writers: what they write around an answer.

var (
	imageMark = regexp.MustCompile(`!\[[^\]]*\]\(|<img\s`)

	// placeholderText stands for an answer that is not written yet, or that nobody can write.
	placeholderText = regexp.MustCompile(`(?i)^(?:(?:to ?do|tbd|tba|wip|coming soon|n/?a|none|answer( here)?|待补充|待完善|待续|未完待续|略|无|暂无|暂无答案|同上|见上|答案略|省略|自由发挥|\.\.\.|…|-)|.{0,12}(?:开放性?(?:的)?(?:问题|题目)|没有标准答案|无标准答案|there is no (?:right|single|correct) answer).{0,30}|(?:fill|to be (?:added|filled|done|written)|work in progress).{0,20})[\s.。!！:：…]*$`)

	// summaryHeading is above a short version of the whole answer.
	summaryHeading = regexp.MustCompile(`(?i)^(?:tl;?\s?dr|in short|short (?:answer|version)|quick answer|brief(?: answer)?|summary|key (?:points|takeaways|idea)|takeaways|总结|小结|概括|一句话(?:总结|回答)?|简(?:短)?答|简要回答|要点|核心要点)[^\p{L}\p{N}]*$`)

	// asideHeading is above what belongs to no answer.
	asideHeading = regexp.MustCompile(`(?i)^(?:.{0,12}(?:examples?|samples?|demos?|usage|code|implementation|snippets?)|(?:code|example|demo)\b.{0,40}|(?:additional |further |related |useful |external |good )*(?:links?|readings?|references?|resources?|questions?|sources?|materials?|topics|notes?)|see also|learn more|read more|follow-?ups?.{0,20}|try it.{0,20}|参考.{0,8}|相关.{0,8}|扩展.{0,8}|拓展.{0,8}|.{0,6}(?:示例|例子|代码|源码|实例|举例|样例|链接|阅读|推荐).{0,4}|推荐.{0,8}|来源|出处|примеры?.{0,20}|источники|ссылки)[^\p{L}\p{N}]*$`)

	// linkWords introduce a link: sentences of them and addresses say nothing.
	linkWords = regexp.MustCompile(`(?i)^[^\p{L}\p{N}]*(?:(?:you can |please )?(?:see|read|check|refer|visit|look|find|watch)(?: it| to| at| out| about| more| also| here| the| this| our| following| for)*\b.{0,60}\b(?:here|link|article|docs?|documentation|page|post|blog|wiki\w*|details|information|more|below|video|website|guide)\b.{0,40}|(?:see|read|learn|find|check) (?:more|also|out)\b.{0,80}|more (?:info(?:rmation)?|details|about|on|at|here)\b.{0,80}|for more (?:info(?:rmation)?|details?)\b.{0,120}|(?:source|sources|via|credits?|references?|links?|docs|documentation|further reading|good reads?|taken from|from|image(?: credit| source)?|amazon docs)\s*[:：].{0,120}|来源.{0,60}|来自[:：].{0,60}|出处.{0,60}|参考.{0,80}|参见.{0,60}|详见.{0,60}|详情.{0,40}|(?:具体|更多|详细).{0,12}(?:参考|查看|看|见|阅读|了解).{0,80}|推荐阅读.{0,80}|(?:相关|扩展|拓展)(?:阅读|资料|链接|文章).{0,60}|原文.{0,40}|链接\s*[:：].{0,60}|.{0,20}(?:可以|可|请)(?:参考|查看|看|移步|点击).{0,60}(?:文章|链接|这里|博客|文档|笔记|官网|http\S*)[^\p{L}\p{N}]*|подробнее.{0,60}|источники? ?[:：].{0,60}|ссылк[аи] ?[:：].{0,60})$`)

	// exampleStart begins a sentence that only gives an example.
	exampleStart = regexp.MustCompile(`(?i)^[^\p{L}\p{N}]*(?:(?:for|as an?|an|another|one|here(?:'s| is| are)(?: an?| some| the| another)?|in (?:this|the|that)(?: above| following| previous| first| second)?|let'?s (?:take|see|look|say|consider|assume|imagine)(?: at)?|consider|suppose|imagine|assume|say)\s+(?:\w+\s+){0,2}?(?:examples?|table|list of|summary|overview|diagram|breakdown|instance|codes?|snippets?|illustration|sample|case we|demo)\b|(?:examples?|e\.g\.?|eg|ex)\s*(?:\w+\s*){0,3}[:：.,)-]|suppose\b|imagine\b|consider\b|let'?s (?:say|assume|imagine|consider|take|look|see|compare|check|try|explore|build|understand|start)\b|(?:the )?(?:above|following|below|previous)(?: \w+)? (?:code|example|snippet|program|output|figure|diagram|image|picture|table)\b|(?:this|the) (?:code|example|snippet|output|diagram|picture|figure) (?:above|below|is|shows?|demonstrates?|illustrates?|prints?|outputs?|will|would|creates?|uses|returns|works)\b|output\s*[:：]|例如|比如|譬如|举(?:个)?例|例\s*[:：]|示例|样例|假设|假如|如[下上]?图|下图|上图|下面(?:是|的|我们|给出|看)|上面(?:的)?(?:代码|例子|示例)|代码(?:如下|示例|实现)|看(?:一个|个|下面)|我们(?:来)?看|打个比方|например|пример(?:ы|ом)?[^\p{L}]|допустим|в (?:этом|данном) примере)`)

	// announcement is the end of a sentence that announces what follows.
	announcement = regexp.MustCompile(`(?i)(?:as follows|like (?:this|so|that|below)|\bbelow(?: \w+)?|\bthe following(?: \w+){0,2}|\b(?:using|is|are|do|use|be|with|by|run|try|needs?) (?:this|these)|如下(?:所示|图所示)?|以下(?:几[点种个类方]\S{0,4})?|如下几[点种个类方]\S{0,4}|следующ.{0,30}|таких|образом|пример)\s*[.。:：,，]?\s*$`)

	// announcedCode is the end of a sentence that announces code.
	announcedCode = regexp.MustCompile(`(?i)(?:\b(?:examples?|syntax|code|output|commands?|snippets?)|\b(?:the )?following\b.{0,40}|代码|版本的?|实现|例子)\s*[:：]\s*$`)

	// bracketed is a sentence in brackets, which belongs to the one before it.
	bracketed = regexp.MustCompile(`^(?:\([^()]{1,200}\)|（[^（）]{1,100}）)[.。]?$`)

	// pointsBack begins a sentence about the one before it.
	pointsBack = regexp.MustCompile(`^(?:This|That|These|Those|It|They) |^(?:这|它们?)`)

	// noteStart begins a remark beside the answer.
	noteStart = regexp.MustCompile(`(?i)^[^\p{L}\p{N}]*(?:note(?:s|\b|:| that)|n\.?b\.?\b|p\.?s\.?\b|tip[:：]|disclaimer|warning[:：]|important[:：]|by the way|fun fact|btw|注[:：意]|备注|提示[:：]|ps[:：]|tips?[:：]|小提示|题外话|顺便|友情提示|注释\s*[:：]|примечание|замечание)`)

	// chatter is what an author says to the reader.
	chatter = regexp.MustCompile(`(?i)(?:^[^\p{L}\p{N}]*(?:this is (?:a|an|one of the) (?:very |really |most )?(?:open(?:-ended)?|tricky|common|classic|popular|frequent\w*|good|great|subjective)\b.{0,40}question|flag as inappropriate|hope (?:this|that|it) helps|thanks?\b|good luck|that'?s (?:it|all)\b.{0,20}$|in conclusion[^\p{L}\p{N}]*$|happy coding|as (?:you can see|shown|we can see)\b|don'?t worry|(?:well|ok|okay|sure|great question)[,.!]*$|(?:mention|discuss(?:ion)?) (?:of|that|how)\b|take a look\b|.{0,25}there are (?:many|several|a (?:few|couple|number)|multiple|various|lots|two|three|four|five|\d)\b[^,;，]{0,60}(?:, depending\b.{0,80})?$|(?:the )?(?:main |key |primary |major )?(?:differences?|reasons?|steps|advantages|benefits|types)[^,;]{0,40}\bare\b[^,;]{0,20}$)|这是一(?:个|道).{0,16}(?:问题|题目|面试题)|面试(?:官|中).{0,20}(?:经常|常|喜欢|会).{0,8}问|^(?:这|本)[个道]?.{0,8}(?:问题|题).{0,16}(?:问|难|大|经典|宽泛)|(?:我|作者|笔者).{0,16}(?:写了|整理了|总结了)|一篇文章|^(?:这个)?我?(?:借鉴|转载?自|摘自)|(?:小伙伴|同学们?|读者).{0,16}(?:可以|看看)|^如果.{0,30}可以看|欢迎.{0,12}(?:补充|指正|讨论|star)|仅供参考|个人(?:观点|理解)[^\p{L}\p{N}]*$|图片来源|转载|^[^\p{L}\p{N}]*(?:综上(?:所述)?|总之|总的来说|具体来说|简单来说|区别|优点|缺点|答案?|解析|分析)[^\p{L}\p{N}]*$|(?:这个|那么|那)?(?:为什么|怎么|如何|是什么|什么是)[^。]{0,30}(?:呢)?[?？]$)`)

	// wikiLink is a link of notes, such as [[page]].
	wikiLink = regexp.MustCompile(`\[\[[^\]]*\]\]`)
)

// longestPhrase is the length in bytes at which a sentence is no phrase any more.
const longestPhrase = 400

// longestTail is the length in bytes of the end of a sentence in which an announcement is looked for.
const longestTail = 120

// isPlaceholder reports whether a text is no answer yet.
func isPlaceholder(text string) bool {
	return len(text) < longestPhrase && placeholderText.MatchString(strings.TrimSpace(text))
}

// isBoilerplate reports whether a sentence belongs to no answer.
func isBoilerplate(text string) bool {
	return len(text) < longestPhrase && (linkWords.MatchString(text) || chatter.MatchString(text) || isPlaceholder(text) || strings.TrimSpace(wikiLink.ReplaceAllString(text, "")) == "")
}

// isAside reports whether a sentence gives an example or a remark.
func isAside(text string) bool {
	text = text[:min(len(text), longestPhrase)]
	return exampleStart.MatchString(text) || noteStart.MatchString(text)
}

// isIntroduction reports whether a sentence announces what follows it and says nothing else. A claim
// with code to show it, as in "Use the flag -a:", is none.
func isIntroduction(text string, last bool, next blockKind) bool {
	tail := text[max(0, len(text)-longestTail):]
	switch said := size(contentUnits(text)); {
	case !endsInColon(text):
		return last && said < enough && announcement.MatchString(tail)
	case next == codeBlock && last:
		return said < leastUnits || said < enough && (announcement.MatchString(tail) || announcedCode.MatchString(tail))
	}
	return true
}

// isLinkOnly reports whether a block holds links and words around them alone.
func isLinkOnly(p prose) bool {
	letters, linked := 0, 0
	for i, r := range p.text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters++
			if p.marks[i]&inLink != 0 {
				linked++
			}
		}
	}
	return linked > 0 && (linked*10 >= letters*9 || len(p.text) < longestPhrase && linkWords.MatchString(p.text))
}

// isLinkedName reports whether the words of a link are a name, such as that of a program.
func isLinkedName(text string) bool {
	return size(contentUnits(text)) <= 4 && !strings.Contains(text, "://") && !pageName.MatchString(text)
}

// pageName is the name of a page to read.
var pageName = regexp.MustCompile(`(?i)\b(?:wikipedia|docs?|documentation|articles?|tutorials?|guide|blog|video|here|link|page|website|how|what|why|introduction)\b|文档|文章|教程|官网|博客|链接|这里|详解|介绍`)
