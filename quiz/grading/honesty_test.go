package grading_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/scoring"
)

// leaseQuestion and evictionQuestion are questions in two languages for answers that earn nothing.
func leaseQuestion() *quiz.Question {
	return &quiz.Question{
		Title:  "Why does a distributed lock need a lease and a fencing token?",
		Answer: "The holder may crash, so the lock service lets the lease expire and gives the lock to somebody else. A paused holder doesn't notice that its lease has expired. Every grant therefore carries a growing token, and the storage refuses writes with an older one.",
		KeyPoints: []string{
			"A lease expires, so that a crashed holder can't keep the lock for ever", "A paused process may believe that it still holds an expired lock",
			"The token grows with every grant", "The storage refuses writes with an older token",
		},
	}
}

func evictionQuestion() *quiz.Question {
	return &quiz.Question{
		Title:     "缓存满了以后，LRU 和 LFU 分别淘汰哪些数据？",
		Answer:    "LRU 淘汰最久没有被访问的数据，用哈希表加双向链表实现，读写都是常数时间。LFU 淘汰访问次数最少的数据，需要给每个条目计数。偶尔的全表扫描会冲掉 LRU 里的热点，LFU 则对旧热点反应迟钝，要让计数随时间衰减。",
		KeyPoints: []string{"LRU 淘汰最久没有被访问的数据", "LFU 淘汰访问次数最少的数据", "全表扫描会冲掉 LRU 里的热点", "LFU 的计数要随时间衰减"},
	}
}

// wordsOf returns the words of points without those that make sentences of them.
func wordsOf(q *quiz.Question) []string {
	if q.Title == evictionQuestion().Title {
		return strings.Fields("LRU 淘汰 最久 访问 数据 LFU 次数 最少 全表扫描 冲掉 热点 计数 时间 衰减")
	}
	return strings.Fields("lease expires crashed holder lock paused process believe expired token grows grant storage refuses writes older")
}

// layoutsOf returns a list of words in every layout that a form sees.
func layoutsOf(words []string) []string {
	shuffled := slices.Clone(words)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(shuffled), func(i, k int) { shuffled[i], shuffled[k] = shuffled[k], shuffled[i] })
	var list []string
	for _, w := range [][]string{words, shuffled} {
		for _, mark := range []string{", ", "、", "，", "\n", " ", " and ", "和", ". ", "。", " / ", " | ", " + ", " -> ", " → ", ", and ", ", the ", "... ", "\n- ", " #", " · ", "` `", "** **", " ✅ ", "; "} {
			list = append(list, strings.TrimSpace(mark)+" "+strings.Join(w, mark), strings.Join(w, mark))
		}
		list = append(list, "Keywords: "+strings.Join(w, ", ")+".", "关键词："+strings.Join(w, "、")+"。")
	}
	return list
}

// everyGrader are the kinds of graders, as far as the rules tell them apart.
func everyGrader(q *quiz.Question) map[string]quiz.Grader {
	return map[string]quiz.Grader{"offline": grading.ByKind{Open: grading.Offline{}}, "generous": grading.ByKind{Open: generous{len(q.KeyPoints)}}}
}

// expectTried fails if any grader gives an answer more than a try earns.
func expectTried(t *testing.T, q *quiz.Question, answers []string) {
	t.Helper()
	replies := make([]quiz.Reply, len(answers))
	for i, a := range answers {
		replies[i] = quiz.Reply{Form: a}
	}
	for name, grader := range everyGrader(q) {
		for i, g := range gradeAll(t, grader, q, replies) {
			if g.Band != scoring.Wrong && g.Band != scoring.Unsure {
				t.Errorf("%s: %q gets %s (%v)", name, answers[i], g.Band, g.Reasons)
			}
		}
	}
}

// Lists of the right words earn a try, in whatever layout.
func TestListsEarnATry(t *testing.T) {
	for _, q := range []*quiz.Question{leaseQuestion(), evictionQuestion()} {
		expectTried(t, q, layoutsOf(wordsOf(q)))
	}
}

// Who doesn't know earns a try, in whatever words.
func TestNotKnowingEarnsATry(t *testing.T) {
	for _, q := range []*quiz.Question{leaseQuestion(), evictionQuestion()} {
		expectTried(t, q, []string{
			"idk", "dunno", "no idea", "pass", "Pass!", "skip", "skip 😅", "n/a", "asdf", "asdfghjkl", "qwerty", "hjkl", "lkjsdf sdfkj", "aaaa", "???", "...", "。。。", "🤷", "😂😂", "test",
			"thanks!", "good question", "following", "+1", "TODO", "will answer later", "sorry, no time today", "hello everyone", "不知道", "不会", "没想法", "跳过", "过", "下一题", "同上", "打卡", "坐等答案",
			"哈哈哈", "好问题！", "这题超纲了", "わからない", "모르겠어요", "no sé", "keine Ahnung", "je ne sais pas", "не знаю",
		})
	}
}

// The question earns a try, whatever is around it.
func TestPastedQuestionsEarnATry(t *testing.T) {
	for _, q := range []*quiz.Question{leaseQuestion(), evictionQuestion()} {
		var answers []string
		for _, around := range [][2]string{
			{"", ""},
			{"So, ", " Good question!"},
			{"Question: ", "\nAnswer:"},
			{"Hi all! ", ""},
			{"> ", ""},
			{"**", "**\n\nTODO"},
			{"I also wonder: ", " Thanks!"},
			{"This is a classic interview question: ", ""},
			{"My answer to the question \"", "\" is as follows:"},
			{"问题：", "\n答："},
			{"请问", "求解答"},
			{"好问题！", "谢谢大家"},
			{"今天的题目是", "让我想一想再来回答"},
			{"这是一道经典面试题：", ""},
		} {
			answers = append(answers, around[0]+q.Title+around[1])
		}
		words := strings.Fields(q.Title)
		answers = append(answers, strings.ToLower(q.Title), q.Title+"\n"+q.Title, strings.Join(words[:len(words)-1], " "))
		expectTried(t, q, answers)
	}
}

// An answer in another language than reference and points earns a try.
func TestOtherLanguagesEarnATry(t *testing.T) {
	others := []string{
		"これは内部の実装によります。まず全部を確認して、それから残りを処理します。", "이것은 내부 구현에 따라 다릅니다. 먼저 모두 확인하고 나머지를 처리합니다.", "Сначала всё проверяется, потом обрабатывается остальное.",
		"Das hängt davon ab: erst wird alles geprüft und dann der Rest bearbeitet.", "Cela dépend : on vérifie d'abord tout, puis on traite le reste.", "ขึ้นอยู่กับการทำงานภายใน ตรวจสอบทุกอย่างก่อน",
	}
	expectTried(t, leaseQuestion(), append(others, "租约会过期，崩溃的持有者不会一直占着锁；token 每次递增，存储拒绝旧的写入。"))
	expectTried(t, evictionQuestion(), append(others, "LRU evicts the entry that was not used for the longest time, and LFU the one with the fewest hits."))
}

// If the reference is code, the points tell the language of the room.
func TestOtherLanguageThanThePoints(t *testing.T) {
	q := &quiz.Question{Title: "写一个函数，返回切片里最大的数。", Answer: "```go\nfunc most(list []int) int {\n\tm := list[0]\n\tfor _, n := range list {\n\t\tm = max(m, n)\n\t}\n\treturn m\n}\n```", KeyPoints: []string{"从第一个数开始记录当前的最大值", "遍历一遍，遇到更大的就替换"}}
	expectTried(t, q, []string{"Это зависит от реализации: сначала проверяется первое число, потом все остальные числа."})
}

// Shuffled sentences earn a try.
func TestShuffledSentencesEarnATry(t *testing.T) {
	q := leaseQuestion()
	random := rand.New(rand.NewPCG(3, 4))
	var answers []string
	for _, text := range []string{q.Answer, strings.Join(q.KeyPoints, " ")} {
		words := strings.Fields(text)
		random.Shuffle(len(words), func(i, k int) { words[i], words[k] = words[k], words[i] })
		answers = append(answers, strings.Join(words, " "))
	}
	expectTried(t, q, answers)
}

// Short answers, notes, bullets and whole clauses of the reference are answers.
func TestTerseAnswersCount(t *testing.T) {
	lookup := &quiz.Question{Title: "What does a lookup in a balanced search tree cost, and why?", Answer: "O(log n), because every step halves the rest.", KeyPoints: []string{"O(log n)", "Every step halves the rest"}}
	guard := &quiz.Question{Title: "What keeps two goroutines out of a critical section?", Answer: "A lock.", KeyPoints: []string{"A lock"}}
	pages := &quiz.Question{Title: "MySQL 的索引用什么结构？", Answer: "B+ 树。", KeyPoints: []string{"B+ 树"}}
	lease, eviction := leaseQuestion(), evictionQuestion()
	for _, c := range []struct {
		q       *quiz.Question
		answers []string
	}{
		{lookup, []string{"O(log n)", "log n steps, as each one halves what's left"}},
		{guard, []string{"A lock.", "lock", "mutex"}},
		{pages, []string{"b 树", "B+树"}},
		{lease, []string{
			"- holder crashes → lease runs out, lock is free again\n- paused one thinks it still has it\n- so each grant has a higher number, storage drops writes with a lower one",
			"lease: crash doesn't block forever. gc pause: old holder still writes. token: grows, storage rejects lower ones.",
			lease.Answer, strings.Join(lease.KeyPoints, "\n- "), strings.Join(lease.KeyPoints, "; "),
		}},
		{eviction, []string{"LRU 踢最久没用的，LFU 踢用得最少的；扫一遍全表 LRU 就废了，LFU 要给计数打折", eviction.Answer, strings.Join(eviction.KeyPoints, "、")}},
	} {
		replies := make([]quiz.Reply, len(c.answers))
		for i, a := range c.answers {
			replies[i] = quiz.Reply{Form: a}
		}
		for i, g := range gradeAll(t, grading.ByKind{Open: generous{len(c.q.KeyPoints)}}, c.q, replies) {
			if g.Band != scoring.Full {
				t.Errorf("%q gets %s (%v)", c.answers[i], g.Band, g.Reasons)
			}
		}
	}
}
