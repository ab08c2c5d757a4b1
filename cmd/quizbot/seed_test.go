package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// seedFile returns the bank that the project began with. It lies beside a checkout, in no clone.
func seedFile(t *testing.T) string {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join("..", "..", "..", "shared", "seed", "*.txt"))
	if len(files) == 1 {
		return files[0]
	}
	if os.Getenv("QUIZBOT_REQUIRE_SHARED") == "1" {
		t.Fatal("../shared/seed is absent, and QUIZBOT_REQUIRE_SHARED=1 says that it must not be")
	}
	t.Skip("../shared/seed is absent: it is not part of a clone")
	return ""
}

// All thirteen questions are asked, answered, closed and revealed in one run.
func TestSeedPlaysThrough(t *testing.T) {
	const questions = 13
	var chat strings.Builder
	for range questions {
		chat.WriteString("ann: 1\nmy answer\n.\n") // [1] is Answer
		chat.WriteString(":next\n:next\n:next\n")  // the reveal, the digest, the next question
	}
	var out, errs bytes.Buffer
	d := demoCmd{Bank: seedFile(t), Language: "zh-CN", Start: "2026-01-05 09:30"}
	if err := d.run(context.Background(), streams{strings.NewReader(chat.String()), &out, &errs}); err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	first, _, _ := strings.Cut(out.String(), "题目已全部问过") // what follows is the next cycle
	for what, n := range map[string]int{"已保存。": questions, "\n答案：": questions, "共 1 份答案": questions, "已有 0 人作答": questions} {
		if got := strings.Count(first, what); got != n {
			t.Errorf("%q stands %d times in the play, want %d", what, got, n)
		}
	}
	for _, title := range []string{
		"内存", "迭代器和生成器", "lambda", "闭包", "tornado", "restful", "浏览器", "三次握手", "CLOSE_WAIT", "线程和进程", "通信方法", "素数", "ORM",
	} {
		if got := strings.Count(first, "答案："); got == 0 || !strings.Contains(first, title) {
			t.Errorf("no question about %s was played", title)
		}
	}
}
