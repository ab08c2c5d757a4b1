package grading

import (
	"strings"
	"testing"

	"quizbot/quiz/scoring"
)

// TestContradictedPoints holds one answer after another against one point.
func TestContradictedPoints(t *testing.T) {
	for _, c := range []struct {
		question, point, answer string
		want                    State
	}{
		// Subjects exchanged.
		{"How do a list and a tuple differ?", "Lists are mutable, tuples are immutable", "Tuples are mutable, lists are immutable.", Contradicted},
		{"How do a list and a tuple differ?", "Lists are mutable, tuples are immutable", "Lists are mutable, tuples are immutable.", Met},
		{"列表和元组有什么区别？", "列表可变，元组不可变", "元组可变，列表不可变。", Contradicted},
		{"列表和元组有什么区别？", "列表可变，元组不可变", "列表可变，而元组不可变。", Met},
		{"进程和线程的区别？", "线程共享内存，进程有独立的地址空间", "进程共享内存，线程有独立的地址空间", Contradicted},
		// Who does what to whom.
		{"Who sends what?", "The client sends a request to the server", "The server sends a request to the client.", Contradicted},
		{"Who calls whom?", "The controller calls the service layer", "The service layer is called by the controller.", Met},
		{"谁调用谁？", "控制器调用服务层", "服务层调用控制器。", Contradicted},
		{"谁调用谁？", "控制器调用服务层", "服务层被控制器调用。", Met},
		{"谁更慢？", "解释型语言比编译型语言慢", "编译型语言比解释型语言慢", Contradicted},
		{"主从复制的第一步是什么？", "第一次同步时主节点生成快照", "第一次同步时从节点生成快照。", Contradicted},
		{"How many parents has a class?", "A class can implement several interfaces, but extend only one class", "A class can implement several interfaces, but not extend more than one class.", Met},
		{"持久性是什么？", "事务提交后数据不会丢失", "提交以后数据不会丢。", Met},
		{"缓存有什么特点？", "缓存读得快，不能保证数据最新", "缓存能保证数据最新。", Contradicted},
		// Numbers.
		{"Which port does HTTPS use?", "HTTPS uses port 443", "HTTPS uses port 80.", Contradicted},
		{"How fast is a lookup in a balanced tree?", "Lookup in a balanced tree takes O(log n)", "A lookup in a balanced tree takes O(n).", Contradicted},
		{"How fast is a lookup in a balanced tree?", "Lookup in a balanced tree takes O(log n)", "A lookup in a balanced tree takes O(log n), in a degenerate one O(n).", Met},
		{"TCP 如何建立连接？", "TCP 用三次握手建立连接", "TCP 用两次握手建立连接", Contradicted},
		{"平衡树的查找有多快？", "平衡树的查找复杂度是 O(log n)", "平衡树的查找复杂度是 O(n)。", Contradicted},
		// A negation put in, or taken out.
		{"Where does the store keep data?", "The store keeps its data in memory", "The store doesn't keep its data in memory.", Contradicted},
		{"What does sleep do?", "sleep does not release the lock", "sleep releases the lock.", Contradicted},
		{"sleep 有什么特点？", "sleep 不会释放锁", "sleep 会释放锁", Contradicted},
		{"sleep 有什么特点？", "sleep 不会释放锁", "sleep 不释放锁", Met},
		// Opposites.
		{"What does an index do?", "An index makes reads faster and writes slower", "An index makes reads slower and writes faster.", Contradicted},
		{"Does the protocol keep state?", "The protocol is stateless", "The protocol is stateful.", Contradicted},
		{"数组有什么特点？", "数组按下标访问很快", "数组按下标访问很慢。", Contradicted},
	} {
		got := assessOne(t, Task{Question: c.question, Reference: c.point + ".", Points: []string{c.point}}, c.answer)
		if p := got.Points[0]; p.State != c.want {
			t.Errorf("%s: %q is %d, want %d", c.point, c.answer, p.State, c.want)
		} else if p.State == Contradicted && (p.Quote == "" || !strings.Contains(c.answer, p.Quote)) {
			t.Errorf("%q: the quote is %q", c.answer, p.Quote)
		}
	}
}

// What an answer says of another thing than the points do contradicts them, also if that thing's own
// definition goes to a third one.
func TestDefinitionsOfOthers(t *testing.T) {
	task := Task{
		Question: "What do the parts of a scheduler do?", Reference: "The queue keeps jobs in order of arrival. The clock tells the workers which jobs are due. The ledger records finished jobs forever.",
		Points: []string{"The queue keeps jobs in order of arrival", "The clock tells the workers which jobs are due", "The ledger records finished jobs forever"},
	}
	said := "The clock keeps jobs in order of arrival. The ledger tells the workers which jobs are due. The queue records finished jobs forever."
	for i, p := range assessOne(t, task, said).Points {
		if p.State != Contradicted {
			t.Errorf("%q: point %d is %d", said, i, p.State)
		}
	}
	for i, p := range assessOne(t, task, task.Reference).Points {
		if p.State != Met {
			t.Errorf("%q: point %d is %d", task.Reference, i, p.State)
		}
	}
}

// Bands and points of an answer agree.
func TestBandsFollowFromPoints(t *testing.T) {
	for name, c := range map[string]struct {
		points []PointVerdict
		want   scoring.Band
	}{
		"all met":                     {[]PointVerdict{{State: Met, Probability: leastMet}, {State: Met, Probability: leastMet}}, scoring.Full},
		"none met, half undecided":    {[]PointVerdict{{Probability: 0.4}, {State: Missed}}, scoring.Unsure},
		"most met, one missed":        {[]PointVerdict{NewVerdict(Met, "a"), NewVerdict(Met, "b"), NewVerdict(Met, "c"), {State: Missed, Probability: 0.38}}, scoring.Full},
		"half met, half likely":       {[]PointVerdict{NewVerdict(Met, "a"), {State: Undecided, Probability: 0.47}}, scoring.Mostly},
		"none met, nearly all missed": {[]PointVerdict{{Probability: 0.4}, {State: Missed}, {State: Missed}, {State: Missed}}, scoring.Wrong},
	} {
		if got := FromVerdicts(c.points).Band; got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

// A point that the answer says word for word is met, but not one that it negates.
func TestPointSaidInOneSentence(t *testing.T) {
	task := Task{
		Question: "What is a saga in a distributed system?", Reference: "A sequence of local transactions with compensations.",
		Points: []string{"it is a sequence", "it undoes earlier steps by compensating actions", "no lock is held between its steps"},
	}
	said := assessOne(t, task, "A saga is a sequence that undoes earlier steps by compensating actions.")
	if said.Points[0].State != Met || said.Points[1].State != Met || said.Points[2].State == Met {
		t.Errorf("got %+v", said)
	}
	negated := assessOne(t, task, "A saga is a sequence that never undoes earlier steps by compensating actions.")
	if negated.Points[1].State == Met {
		t.Errorf("got %+v", negated)
	}
}

// Of an answer in another language, nothing is called missed.
func TestNothingIsMissedInAnotherLanguage(t *testing.T) {
	task := Task{Question: "什么是死锁？", Reference: "死锁是指两个线程互相等待对方持有的锁。所有线程按同样的顺序加锁就可以避免。", Points: []string{"两个线程互相等待对方持有的锁", "按同样的顺序加锁可以避免"}}
	got := assessOne(t, task, "Processes that wait in a circle and never proceed.")
	if got.Band != scoring.Unsure || countState(got.Points, Undecided) != 2 {
		t.Errorf("got %+v", got)
	}
}

func TestPointsElsewhere(t *testing.T) {
	for reference, want := range map[string]bool{
		"See the documentation.":            true,
		"详见官方手册：https://example.org/manual": true,
		"A mutex guards a section of code so that one thread runs it at a time. See the documentation.": false,
		"互斥锁保证同一时刻只有一个线程进入临界区。详见官方手册。":                                                                  false,
		"A mutex guards a section.": false,
	} {
		if got := pointsElsewhere(reference); got != want {
			t.Errorf("%q: got %t", reference, got)
		}
	}
	if got := assessOne(t, Task{Question: "什么是互斥锁？", Reference: "详见官方手册：https://example.org/manual"}, "只让一个线程进入的锁"); got.Band != scoring.Unsure {
		t.Errorf("got %+v", got)
	}
}
