package keypoints

import (
	"slices"
	"strings"
	"testing"
)

// derivation is a question with its reference, and the points that a bank writer would accept.
type derivation struct {
	name, question, reference string
	why                       Why
	want                      []string
}

func (d derivation) check(t *testing.T) {
	t.Helper()
	points, why := Derive(d.question, d.reference)
	var got []string
	for _, p := range points {
		got = append(got, p.Text)
	}
	if why != d.why || !slices.Equal(got, d.want) {
		t.Errorf("%s: %s\n%s\nwant %s\n%s", d.name, why, strings.Join(got, "\n"), d.why, strings.Join(d.want, "\n"))
	}
	checkPoints(t, d.reference, points, why)
}

func TestLists(t *testing.T) {
	for _, d := range []derivation{
		{
			"bullets with their introduction", "Why would you choose a message queue?",
			"A queue decouples the sender from the receiver.\n\nIt has these advantages:\n\n* **Buffering**: bursts wait instead of failing\n* Retries are possible\n- [x] Consumers scale on their own;\n",
			Bullets,
			[]string{"A queue decouples the sender from the receiver.", "Buffering: bursts wait instead of failing", "Retries are possible", "Consumers scale on their own"},
		},
		{
			"numbered steps", "How does a TLS handshake start?",
			"1. The client sends its versions and ciphers.\n2. The server answers with a certificate.\n\n3) Both derive the session key.",
			Steps,
			[]string{"The client sends its versions and ciphers.", "The server answers with a certificate.", "Both derive the session key."},
		},
		{
			"Chinese numbers", "缓存有什么好处？", "1、减少数据库的压力；\n2、响应更快\n（3）可以承受突发流量",
			Steps,
			[]string{"减少数据库的压力", "响应更快", "可以承受突发流量"},
		},
		{
			"a label joins the short items below it", "Which ways are there to copy an object?",
			"* Shallow:\n  * copy.copy\n  * slices\n* Deep:\n  * copy.deepcopy follows references",
			Bullets,
			[]string{"Shallow: copy.copy; slices", "Deep: copy.deepcopy follows references"},
		},
		{
			"items below a complete item are left out", "What is a process?",
			"- A process has an address space of its own.\n  - e.g. one browser tab\n- It owns file descriptors and handles.",
			Bullets,
			[]string{"A process has an address space of its own.", "It owns file descriptors and handles."},
		},
		{
			"a first item that lost its indentation", "Name the parts of a URL.", "* a scheme and a host\n  * a path within the host\n  * a query string",
			Bullets,
			[]string{"a scheme and a host", "a path within the host", "a query string"},
		},
		{
			"a label with a paragraph below it", "Compare stacks and queues.",
			"* stack\n\nThe last element in is the first one out.\n\n* queue\n\nThe first element in is the first one out.",
			Bullets,
			[]string{"stack: The last element in is the first one out.", "queue: The first element in is the first one out."},
		},
		{
			"links are no items", "What is gRPC?", "* A framework for remote calls over HTTP/2\n* [The documentation](https://grpc.io/docs)\n* https://example.com/grpc",
			Bullets,
			[]string{"A framework for remote calls over HTTP/2"},
		},
		{
			"two lists with a line between them", "What are the pros and cons of caching?", "Pros:\n* Reads get much faster\nCons:\n* Data may be stale for some time",
			Bullets,
			[]string{"Reads get much faster", "Data may be stale for some time"},
		},
		{
			"an item that says something with items below it", "What happens to a request?",
			"1. The browser looks for an address in this order:\n   * its own cache\n   * the cache of the system\n2. It opens a connection to the server.",
			Steps,
			[]string{"The browser looks for an address in this order: its own cache; the cache of the system", "It opens a connection to the server."},
		},
		{
			"names that are links", "Which hypervisors do you know?", "* [Xen](https://xenproject.org)\n* [KVM](https://linux-kvm.org)\n* [The documentation](https://example.com)",
			Bullets,
			[]string{"Xen", "KVM"},
		},
		{
			"code in an item is no claim", "How do you list files?", "- ```sh\n  ls -l\n  ```",
			OnlyCode, nil,
		},
	} {
		d.check(t)
	}
}

func TestLeadsAndRows(t *testing.T) {
	for _, d := range []derivation{
		{
			"bold leads", "What are the parts of ACID?",
			"**Atomicity**: all of a transaction happens, or nothing.\n\n**Durability** – what was committed survives a crash.",
			Leads,
			[]string{"Atomicity: all of a transaction happens, or nothing.", "Durability – what was committed survives a crash."},
		},
		{
			"bold text around the numbers", "How do you deploy?", "**1. Build**: the image is made from a tagged commit.\n**2. Roll out**: the pods are replaced one after the other.",
			Steps,
			[]string{"Build: the image is made from a tagged commit.", "Roll out: the pods are replaced one after the other."},
		},
		{
			"a line of bold text above a paragraph", "What kinds of tests do you write?",
			"**Unit tests**\n\nThey check one function without its surroundings.\n\n**End to end**\n\nA browser clicks through the whole system.",
			Leads,
			[]string{"Unit tests: They check one function without its surroundings.", "End to end: A browser clicks through the whole system."},
		},
		{
			"definitions, a line each", "进程有哪些异常状态？", "孤儿进程：父进程退出，由init收养\n僵尸进程：子进程退出，父进程没有回收",
			Sentences,
			[]string{"孤儿进程：父进程退出，由init收养", "僵尸进程：子进程退出，父进程没有回收"},
		},
		{
			"definitions in English", "What do these columns mean?", "free - memory that nothing uses at all\navailable - memory that programs can still get",
			Sentences,
			[]string{"free - memory that nothing uses at all", "available - memory that programs can still get"},
		},
		{
			"a table without its head", "What is the difference between a list and a tuple?",
			"| list | tuple |\n|---|---|\n| It can grow and shrink. | Its length never changes. |\n| It is no key of a dict. | It can be a key, if it is hashable. |\n| [ ] | ( ) |",
			Rows,
			[]string{"It can grow and shrink; Its length never changes", "It is no key of a dict; It can be a key, if it is hashable"},
		},
		{
			"a heading leads its section", "Which caching strategies do you know?",
			"## Cache-aside\n\nThe program asks the cache first and loads misses itself.\n\n## Write-through\n\nEvery write goes to the cache and the database.",
			Sentences,
			[]string{"Cache-aside: The program asks the cache first and loads misses itself.", "Write-through: Every write goes to the cache and the database."},
		},
		{
			"the short version takes the place of the whole", "What is a closure?",
			"## TL;DR\n\nA function together with the variables around its definition.\n\n---\n\n## In depth\n\nLong ago, functions had to be written at the top level.\n\n### Examples\n\n* counters",
			Sentences,
			[]string{"A function together with the variables around its definition."},
		},
		{
			"a summary that says nothing", "What is a heap?",
			"## Summary\n\nSee below.\n\n## In full\n\nEvery parent is at most as large as its children.",
			Sentences,
			[]string{"In full: Every parent is at most as large as its children."},
		},
	} {
		d.check(t)
	}
}

func TestSentences(t *testing.T) {
	for _, d := range []derivation{
		{
			"stops that end no sentence", "What does the tool do?",
			"It reads e.g. main.go, version 1.5 of the format and `a. b` from https://example.com/a.html. Then it writes a report (cf. the manual. Really) to disk.",
			Sentences,
			[]string{"It reads e.g. main.go, version 1.5 of the format and a. b from https://example.com/a.html.", "Then it writes a report (cf. the manual. Really) to disk."},
		},
		{
			"abbreviations in front of names", "Which brokers do you know?", "Brokers differ in what they keep, i.e. Kafka keeps a log vs. RabbitMQ, a queue.",
			Sentences,
			[]string{"Brokers differ in what they keep, i.e. Kafka keeps a log vs. RabbitMQ, a queue."},
		},
		{
			"a clause that needs the next one", "任务失败了怎么办？", "如果后台任务连续三次执行失败，然后调度器会把它移到死信队列里。",
			Sentences,
			[]string{"如果后台任务连续三次执行失败，然后调度器会把它移到死信队列里。"},
		},
		{
			"a sentence that goes on in the next line", "What is an index?", "An index is a structure that\nmakes searches faster. Writes get\nslower because of it.",
			Sentences,
			[]string{"An index is a structure that makes searches faster.", "Writes get slower because of it."},
		},
		{
			"Chinese sentences", "什么是索引？", "索引是排好序的数据结构，可以加快查询。写入时需要维护索引！所以不是越多越好。",
			Sentences,
			[]string{"索引是排好序的数据结构，可以加快查询。", "写入时需要维护索引！", "所以不是越多越好。"},
		},
		{
			"clauses behind semicolons", "When does a deadlock occur?",
			"Four conditions hold together: mutual exclusion, one user of a resource at a time; hold and wait, keeping one lock while asking for another; no preemption, nobody takes a lock away.",
			Sentences,
			[]string{"mutual exclusion, one user of a resource at a time", "hold and wait, keeping one lock while asking for another", "no preemption, nobody takes a lock away."},
		},
		{
			"two subjects in a Chinese sentence", "HTTP与HTTPS有什么不同？", "HTTP以明文传输所有内容，而HTTPS用TLS加密传输的内容。",
			Sentences,
			[]string{"HTTP以明文传输所有内容", "HTTPS用TLS加密传输的内容。"},
		},
		{
			"a condition stays with its consequence", "What is backpressure?", "如果消费者处理得太慢，而且缓冲区已经满了，生产者就必须放慢速度或者丢弃消息。",
			Sentences,
			[]string{"如果消费者处理得太慢，而且缓冲区已经满了，生产者就必须放慢速度或者丢弃消息。"},
		},
		{
			"a short answer joins the next sentence", "Is Python compiled?", "Yes. The source is compiled to bytecode that a virtual machine runs.",
			Sentences,
			[]string{"Yes. The source is compiled to bytecode that a virtual machine runs."},
		},
		{"one fact", "How many bits has a byte?", "8", Sentences, []string{"8"}},
		{"one command", "How do you print the kernel version?", "`uname -r`", Sentences, []string{"uname -r"}},
		{
			"of several references the first", "What is a stub?", "A stand-in with fixed answers ||| An object that pretends to be another one",
			Sentences,
			[]string{"A stand-in with fixed answers"},
		},
		{
			"Markdown as a reader sees it", "What is a **slice**?",
			"A *slice* [points](https://go.dev/a_(b)) into an `array[T]` of snake_case &amp; ~~gone~~ 2\\*3 <b>stay</b>.[^1]",
			Sentences,
			[]string{"A slice points into an array[T] of snake_case & gone 2*3 stay."},
		},
	} {
		d.check(t)
	}
}

func TestWhatIsLeftOut(t *testing.T) {
	for _, d := range []derivation{
		{
			"examples, remarks and links", "What is memoization?",
			"Memoization keeps the results of expensive calls. For example, the Fibonacci numbers are then quick.\n\nNote that it takes memory.\n\nSee the [article](https://example.com/a) for more details.\n\nThe following code shows it:\n\n```go\nx := 1\n```",
			Sentences,
			[]string{"Memoization keeps the results of expensive calls."},
		},
		{
			"the same in Chinese", "什么是记忆化？",
			"记忆化会保存已经计算过的结果。例如，斐波那契数列就会快得多。\n\n代码如下：\n\n```\nx\n```\n\n注意：会占用内存。\n\n参考：https://example.com/a",
			Sentences,
			[]string{"记忆化会保存已经计算过的结果。"},
		},
		{
			"the repeated question", "What is the purpose of a load balancer?",
			"What is the purpose of a load balancer? A load balancer has a purpose. It spreads requests over several servers.",
			Sentences,
			[]string{"It spreads requests over several servers."},
		},
		{
			"an earlier claim", "What is a mutex?",
			"A mutex lets a single thread into a critical section. All others wait for it.\n\n**A mutex lets a single thread into a critical section.**",
			Sentences,
			[]string{"A mutex lets a single thread into a critical section.", "All others wait for it."},
		},
		{
			"sections of examples and reading", "What is sharding?",
			"Sharding spreads rows over machines by a key.\n\n### Example\n\nUsers from A to M live on the first machine.\n\n### Further reading\n\n* A long book about databases",
			Sentences,
			[]string{"Sharding spreads rows over machines by a key."},
		},
		{
			"a claim with code stays", "How do you make a channel with a buffer?", "Give make a capacity as its second argument:\n\n```go\nmake(chan int, 8)\n```",
			Sentences,
			[]string{"Give make a capacity as its second argument"},
		},
		{
			"an example where nothing else is", "When is finally not reached?", "For example, when the process gets killed by the kernel.",
			Sentences,
			[]string{"For example, when the process gets killed by the kernel."},
		},
	} {
		d.check(t)
	}
}

func TestReferencesWithoutPoints(t *testing.T) {
	var essay strings.Builder
	for i := range 40 {
		for _, word := range []string{"first", "second", "third", "fourth"} {
			essay.WriteString(strings.Repeat(string(rune('a'+i%26)), i/26+3) + word + " happens beside " + word + strings.Repeat(string(rune('b'+i%20)), 4) + ". ")
		}
	}
	for _, d := range []derivation{
		{"empty", "Why?", " \n", NoReference, nil},
		{"a picture", "Why?", "![a diagram](a.png)", OnlyImages, nil},
		{"code", "Write it.", "```go\nx := 1\n```", OnlyCode, nil},
		{"code with its caption", "Write it.", "解法一：\n\n```\nx\n```", OnlyCode, nil},
		{"a link", "Why?", "See [this article](https://example.com) for details.", OnlyLinks, nil},
		{"an address", "Why?", "https://example.com/answers/12", OnlyLinks, nil},
		{"not written yet", "Why?", "*TODO*", Placeholder, nil},
		{"nobody can write it", "你怎么看？", "开放性问题，无标准答案。", Placeholder, nil},
		{"an essay", "Why?", essay.String(), TooLong, nil},
	} {
		d.check(t)
	}
}

// Of more than seven claims, those at the first level and with more to say are taken.
func TestTheClaimsThatCarryMost(t *testing.T) {
	var b strings.Builder
	b.WriteString("A container is an isolated process. Its history is long and winding.\n\n")
	for _, s := range []string{"cgroups limit memory", "namespaces hide processes", "images hold files", "layers are shared", "volumes keep data", "registries store images", "networks join containers"} {
		b.WriteString("* " + s + " in a way of their own\n")
	}
	points, why := Derive("What is a container?", b.String())
	if why != Bullets || len(points) != Most || points[0].Text != "A container is an isolated process." {
		t.Errorf("%s %+v", why, points)
	}
	for _, p := range points {
		if strings.Contains(p.Text, "history") {
			t.Errorf("%q was taken before an item", p.Text)
		}
	}
}

// Each thing that is compared gets its share of the points, however much is said of the others.
func TestSharesOfWhatIsCompared(t *testing.T) {
	reference := "**vine**\n\nA vine climbs up walls of old stone by means of small and sticky feet. " +
		"Its leaves turn red in autumn before the first cold nights of the year arrive. " +
		"Birds eat the dark berries that hang below those leaves until late winter. " +
		"Gardeners cut vine branches back each spring, because roofs suffer from them.\n\n" +
		"**moss**\n\nMoss covers shady ground with a thick and soft green carpet all year. " +
		"Water is taken in by all parts of the plant, which lacks roots of any kind. " +
		"Dry summers turn moss brown, though rain revives even old cushions within hours. " +
		"Peat consists mostly of dead moss that piled up over many thousand years.\n\n" +
		"**fern**\n\nFerns unroll their fronds in spring. Brown spores sit in small round heaps below each grown frond. Damp forests suit them."
	points, _ := Derive("Compare vines, mosses and ferns.", reference)
	ferns := 0
	for _, p := range points {
		if p.Start > strings.Index(reference, "**fern**") {
			ferns++
		}
	}
	if len(points) != Most || ferns < 2 {
		t.Errorf("%d of %d points are about ferns: %+v", ferns, len(points), points)
	}
}

// Where there is little room, a paragraph that explains a term is one claim.
func TestTermsOfALongReference(t *testing.T) {
	var b strings.Builder
	for _, term := range []string{"mount", "update", "unmount", "catch", "render"} {
		b.WriteString("`" + term + "`: runs whenever the " + term + " phase begins for a component. " +
			"Work for " + term + " should be short and simple. State of the " + term + " phase lives in a field.\n\n")
	}
	points, why := Derive("Which hooks does a component have?", b.String())
	if why != Leads || len(points) != 5 || !strings.HasPrefix(points[4].Text, "render: runs whenever") {
		t.Errorf("%s %+v", why, points)
	}
}

func TestSayTheSame(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"A tuple cannot be changed", "a **tuple** cannot be changed.", true},
		{"A tuple cannot be changed", "A tuple can be changed", false},
		{"The client calls the server", "The server calls the client", false},
		{"TCP keeps the order of packets", "UDP keeps the order of packets", false},
		{"Names are looked up in the module", "Names are looked up in the module, then among the builtins of Python", false},
		{"索引加快查询", "**索引**加快查询。", true},
		{"索引加快查询", "索引不能加快查询", false},
		{"", "", false},
	} {
		if got := SayTheSame(c.a, c.b); got != c.want || SayTheSame(c.b, c.a) != got {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}

func TestClaims(t *testing.T) {
	for _, c := range []struct {
		point string
		want  int
	}{
		{"A mutex lets one thread in", 1},
		{"Yes. A mutex lets one thread in", 1},
		{"A mutex lets one thread in. For example, a counter is safe then.", 1},
		{"A mutex lets one thread in; the others wait until it leaves", 2},
		{"A mutex lets one thread in. All other threads wait.", 2},
		{"互斥锁只让一个线程进入临界区。其他线程都要等待。", 2},
		{"`a; b; c` is one line of code", 1},
	} {
		if got := Claims(c.point); len(got) != c.want {
			t.Errorf("%q: %q", c.point, got)
		}
	}
}
