package evidence

import (
	"fmt"
	"strings"
	"testing"

	"quizbot/quiz/grading/lexicon"
)

// benchmarkTexts are a question, seven points and a passage to answer with, by language.
var benchmarkTexts = map[string]struct {
	question string
	points   []string
	passage  string
}{
	"english": {
		"Why does a web server put a queue in front of its workers?",
		[]string{
			"A queue smooths bursts of requests", "Workers take a task when they are idle", "A full queue must refuse new tasks",
			"The length of the queue shows the load", "A task is acknowledged after it is done", "A failed task is retried at most 3 times",
			"Old tasks expire instead of waiting for ever",
		},
		"When many requests arrive at once, the queue buffers them so that the server doesn't fall over. A worker that is free picks up the next job; " +
			"once it's finished it sends an ack, otherwise the job is tried again, up to 3 times. If there is no room left the server rejects more work with 503. " +
			"Monitoring the depth tells how busy the machines are, and items with a timeout are dropped rather than kept forever.\n",
	},
	"chinese": {
		"为什么要在工作进程前面放一个消息队列？",
		[]string{
			"队列可以平滑突发的请求", "空闲的工作线程主动取任务", "队列满了必须拒绝新任务", "队列长度反映系统负载",
			"任务完成之后才确认", "失败的任务最多重试 3 次", "过期的任务直接丢弃，不会一直等待",
		},
		"请求突然变多的时候，队列先把它们缓冲起来，服务器就不会被打垮。空闲的线程会去拿下一个任务；处理完成后发送 ack，否则重新尝试，最多 3 次。" +
			"如果没有空间了，就返回 503 拒绝更多的工作。监控队列深度可以知道机器有多忙，超时的消息会被丢掉，而不是永远留着。\n",
	},
}

// BenchmarkFeatures measures answers of two lengths: ten times the text may take ten times as long.
func BenchmarkFeatures(b *testing.B) {
	for name, texts := range benchmarkTexts {
		r := NewReference(lexicon.Default(), texts.question, texts.points, texts.passage)
		for _, size := range []int{2000, 20000} {
			answer := firstCharacters(strings.Repeat(texts.passage, size/100), size)
			b.Run(fmt.Sprintf("%s %d", name, size), func(b *testing.B) {
				for b.Loop() {
					r.Features(textOf(r, answer))
				}
			})
		}
	}
}

func firstCharacters(text string, n int) string { return string([]rune(text)[:n]) }

// BenchmarkHostile measures texts of 20,000 characters that repeat one thing.
func BenchmarkHostile(b *testing.B) {
	texts := benchmarkTexts["english"]
	r := NewReference(lexicon.Default(), texts.question, texts.points, texts.passage)
	for _, piece := range []string{"queue ", "queue,worker,", "=", "it ", "this ", "a", "aBcd", "queue it ", "队列", "don't know ", "a queue shows the load of a server "} {
		answer := firstCharacters(strings.Repeat(piece, 20000), 20000)
		b.Run(strings.TrimSpace(piece), func(b *testing.B) {
			for b.Loop() {
				r.Features(textOf(r, answer))
			}
		})
	}
}
