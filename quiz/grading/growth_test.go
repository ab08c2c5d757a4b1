//go:build !race

// The race detector throws pooled memory away at random, and so changes what is allocated.

package grading

import (
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
)

// TestLinearGrowth grades texts of one length and of four times that length. What is quadratic in an
// answer or in a reference allocates 16 times as much, what is linear 4 times.
func TestLinearGrowth(t *testing.T) {
	const most = 6
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	task := Task{
		Question:  "Why does a web server put a queue in front of its workers?",
		Reference: "A queue smooths bursts of requests. Idle workers take the next task, and a full queue refuses tasks. 队列满了就拒绝新任务。",
		Points:    []string{"A queue smooths bursts", "Workers take a task when they are idle", "A full queue must refuse new tasks", "队列满了必须拒绝新任务"},
	}
	for _, piece := range []string{
		"queue ", "a queue of tasks, and workers, which are idle, take the next one. ", "队列满了，就拒绝新任务。", "队列",
		"if the queue isn't full it takes no task and the worker and the queue ", "don't know ", "3 tasks == 3, ", "aBcd_efG ", "it ", "任务不是队列，而是工作线程，",
	} {
		text := strings.Repeat(piece, 6000/len(piece))
		if small, large := allocated(task, text), allocated(task, strings.Repeat(text, 4)); large > most*small {
			t.Errorf("answer of %q: %d bytes, for four times the answer %d", piece, small, large)
		}
		longer := task
		task.Reference, longer.Reference = text, strings.Repeat(text, 4)
		if small, large := allocated(task, piece), allocated(longer, piece); large > most*small {
			t.Errorf("reference of %q: %d bytes, for four times the reference %d", piece, small, large)
		}
	}
}

// allocated returns the bytes that grading an answer allocates, without memory of earlier answers.
func allocated(task Task, answer string) uint64 {
	grade := func() { Offline{}.Assess(task, []string{answer}, false) }
	grade() // what is prepared once
	for range 2 {
		runtime.GC() // memory that is used again is given up in the second collection
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	grade()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
