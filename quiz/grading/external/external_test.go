//go:build unix

package external

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/scoring"

	"go.uber.org/goleak"
)

// The test's own program plays the graders: its first arguments are "grade-as" and a name.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "grade-as" {
		os.Exit(playGrader(os.Args[2], os.Args[3:]))
	}
	goleak.VerifyTestMain(m)
}

// command is how a grader is started.
func command(t *testing.T, name string, args ...string) []string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return append([]string{self, "grade-as", name}, args...)
}

// playGrader grades in one of many ways.
func playGrader(name string, args []string) int {
	var tasks []taskLine
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		var task taskLine
		if err := json.Unmarshal(in.Bytes(), &task); err != nil {
			return 3
		}
		tasks = append(tasks, task)
	}
	good := func(task taskLine) {
		fmt.Printf(`{"id":%q,"score":0.1,"band":"wrong","met":[0],"missed":[1],"quotes":{"0":%q,"1":"invented"}}`+"\n", task.ID, task.Answer)
	}
	switch name {
	case "good":
		for _, task := range slices.Backward(tasks) {
			good(task)
			fmt.Println()
		}
	case "line":
		fmt.Println(args[0])
	case "raw":
		line, _ := json.Marshal(map[string]any{"id": tasks[0].ID, "met": []int{0, 1}, "quotes": map[string]string{"0": strings.Join(os.Environ(), "\n")}, "missed": []int{}})
		_ = os.WriteFile(args[0], line, 0o600)
		good(tasks[0])
	case "input":
		text, _ := json.Marshal(tasks)
		_ = os.WriteFile(args[0], text, 0o600)
		good(tasks[0])
	case "crash":
		good(tasks[0])
		fmt.Fprintf(os.Stderr, "Traceback\nValueError: \x1bno %s\n\n", strings.Join(args, " "))
		return 7
	case "quoting":
		fmt.Fprintf(os.Stderr, "ValueError: cannot grade %q\n", tasks[0].Answer)
		return 7
	case "hang": // for ever after one grade, the first time; its child hangs too
		record(args[0], os.Getpid())
		good(tasks[0])
		if len(tasks) == 1 {
			return 0
		}
		hang(args[0])
	case "hang-always":
		record(args[0], os.Getpid())
		hang(args[0])
	case "linger": // grades everything, and doesn't end
		for _, task := range tasks {
			good(task)
		}
		record(args[0], os.Getpid())
		hang(args[0])
	case "steady": // slow, and never silent for long
		record(args[0], os.Getpid())
		for _, task := range tasks {
			time.Sleep(450 * time.Millisecond)
			good(task)
		}
	case "leave": // ends, and leaves a child
		good(tasks[0])
		startChild(args[0])
	case "flood":
		fmt.Println(strings.Repeat("x", maxLine+1))
	case "endless":
		for {
			if _, err := fmt.Println(); err != nil {
				return 1
			}
		}
	case "nothing":
	case "deaf":
		time.Sleep(time.Minute)
	}
	return 0
}

// record adds the id of a process to a file.
func record(path string, pid int) {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	if _, err := fmt.Fprintln(f, pid); err != nil {
		panic(err)
	}
	_ = f.Close()
}

// hang starts a child that hangs as well, and hangs.
func hang(path string) {
	startChild(path)
	time.Sleep(time.Minute)
}

// startChild starts a process that hangs.
func startChild(path string) {
	child, err := os.StartProcess("/bin/sleep", []string{"sleep", "60"}, &os.ProcAttr{Files: []*os.File{nil, os.Stdout, os.Stderr}})
	if err == nil {
		record(path, child.Pid)
	}
}

func closures() *quiz.Question {
	return &quiz.Question{
		Title: "What is a closure?", Body: "In Python.", Answer: "A function that keeps variables. Made anew by each call.", Terms: [][]string{{"closure", "闭包"}},
		KeyPoints: []string{"A function that keeps variables", "Made anew by each call"},
	}
}

// gradeAll returns the grades by reply.
func gradeAll(ctx context.Context, g *Grader, replies ...quiz.Reply) (map[int]quiz.Grade, error) {
	grades := map[int]quiz.Grade{}
	err := g.Grade(ctx, closures(), replies, func(i int, grade quiz.Grade) error {
		if _, twice := grades[i]; twice {
			return fmt.Errorf("two grades for %d", i)
		}
		grades[i] = grade
		return nil
	})
	return grades, err
}

func replies(n int) (list []quiz.Reply) {
	for i := range n {
		list = append(list, quiz.Reply{Member: quiz.MemberNo(1000 + i), Form: fmt.Sprintf("a function, says %d", i)})
	}
	return list
}

// Score and band follow from the verdicts, whatever the program says of them, and a quote that isn't
// in the answer counts for nothing.
func TestGrades(t *testing.T) {
	list := replies(3)
	list[1].Grade = &quiz.Grade{}
	grades, err := gradeAll(t.Context(), New(command(t, "good")), list...)
	if err != nil || len(grades) != 2 {
		t.Fatalf("got %v, %v", grades, err)
	}
	g := grades[2]
	if g.Score != 0.5 || g.Band != scoring.Partial || g.Confidence != 1 || g.By != scoring.ByGrader || !strings.HasPrefix(g.Grader, "exec "+filepath.Base(os.Args[0])+" ") {
		t.Errorf("got %+v", g)
	}
	if want := []quiz.PointGrade{{State: quiz.PointMet, Probability: 1, Quote: list[2].Form}, {State: quiz.PointMissed}}; !slices.Equal(g.Points, want) {
		t.Errorf("got %+v, want %+v", g.Points, want)
	}
	if _, err := gradeAll(t.Context(), New(command(t, "crash")), quiz.Reply{Grade: &quiz.Grade{}}); err != nil {
		t.Errorf("without an answer to grade: %v", err)
	}
}

// The program gets what it grades by, and neither secrets nor members.
func TestWhatTheProgramSees(t *testing.T) {
	t.Setenv("QUIZBOT_SLACK_BOT_TOKEN", "xoxb-secret")
	t.Setenv("LANG", "en_US.UTF-8")
	at := filepath.Join(t.TempDir(), "seen")
	reply := quiz.Reply{Member: 4711, Messages: []quiz.Message{{ID: "1764000000.0042", Text: "as <@U0815|ann> said, a function"}}}
	if _, err := gradeAll(t.Context(), New(command(t, "input", at)), reply); err != nil {
		t.Fatal(err)
	}
	want := `[{"id":"0","question":"What is a closure?\n\nIn Python.","reference":"A function that keeps variables. Made anew by each call.",` +
		`"points":["A function that keeps variables","Made anew by each call"],"terms":[["closure","闭包"]],"answer":"as @… said, a function"}]`
	if got := readFile(t, at); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if _, err := gradeAll(t.Context(), New(command(t, "raw", at)), replies(1)...); err != nil {
		t.Fatal(err)
	}
	if got := readFile(t, at); strings.Contains(got, "secret") || strings.Contains(got, "QUIZBOT") || !strings.Contains(got, "LANG=en_US.UTF-8") || !strings.Contains(got, "PATH=") {
		t.Errorf("the environment is %s", got)
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestWrongOutput(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		`nonsense`:                                "line 1 of the grader PROGRAM isn't JSON (invalid character",
		`[]`:                                      "line 1 of the grader PROGRAM isn't a grade in JSON: let it write",
		`{"met":[0]}`:                             `line 1 of the grader PROGRAM lacks "id"`,
		`{"id":"7","met":[]}`:                     "has the id of no answer",
		`{"id":"secret","met":[]}`:                "has the id of no answer",
		`{"id":0,"met":[]}`:                       `has "id" of another type`,
		`{"id":"0","met":["a"]}`:                  `has "met" of another type`,
		`{"id":"0","met":[2]}`:                    `has 2 in "met", and points count from 0 to 1`,
		`{"id":"0","missed":[-1]}`:                `has -1 in "missed"`,
		`{"id":"0","met":[0],"missed":[0]}`:       `has 0 in "missed", and once more`,
		`{"id":"0","met":[0,0]}`:                  `has 0 in "met", and once more`,
		`{"id":"0","contradicted":[1]}`:           `has 1 in "contradicted" and not in "missed"`,
		`{"id":"0","quotes":{"a":"x"}}`:           "line 1 of the grader PROGRAM",
		`{"id":"0","probabilities":[0.1]}`:        "has 1 probabilities for 2 points",
		`{"id":"0","probabilities":[1e999,0]}`:    "line 1 of the grader PROGRAM",
		`{"id":"0","met":[99999999999999999999]}`: "line 1 of the grader PROGRAM",
	} {
		grades, err := gradeAll(t.Context(), New(command(t, "line", line)), replies(1)...)
		want = strings.ReplaceAll(want, "PROGRAM", filepath.Base(os.Args[0]))
		if err == nil || len(grades) != 0 || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, %v, want %s", line, grades, err, want)
		}
	}
	for name, want := range map[string]string{
		"flood":   "line 1 of the grader " + filepath.Base(os.Args[0]) + " is longer than 1 MB",
		"endless": "is beyond 64 kB for each answer",
		"nothing": "ended without a grade for 1 answer",
		"quoting": "ended with 1 answer to grade: exit status 7: its last words quote an answer",
	} {
		if _, err := gradeAll(t.Context(), New(command(t, name)), quiz.Reply{Form: "a function that keeps its variables"}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
	}
}

// Probabilities are cut to the verdicts.
func TestProbabilities(t *testing.T) {
	line := `{"id":"0","met":[0],"missed":[1],"probabilities":[0.2,0.9]}`
	grades, err := gradeAll(t.Context(), New(command(t, "line", line)), replies(1)...)
	if err != nil || grades[0].Points[0].Probability != 0.48 || grades[0].Points[1].Probability != 0.42 {
		t.Errorf("got %+v, %v", grades, err)
	}
}

// The grades before a crash stand, and the error says how the program ended.
func TestCrash(t *testing.T) {
	grades, err := gradeAll(t.Context(), New(command(t, "crash", "memory left")), replies(2)...)
	if len(grades) != 1 || err == nil || !strings.HasSuffix(err.Error(), "ended with 1 answer to grade: exit status 7: ValueError: no memory left") {
		t.Errorf("got %v, %v", grades, err)
	}
	for _, program := range []string{"no-such-program", filepath.Join(t.TempDir(), "none"), t.TempDir()} {
		_, err := gradeAll(t.Context(), New([]string{program}), replies(1)...)
		if err == nil || !strings.Contains(err.Error(), "the grader "+program+" cannot be started: ") || !strings.Contains(err.Error(), "name a program under grader.exec") {
			t.Errorf("%s: got %v", program, err)
		}
	}
}

// impatient returns a grader that waits only for a moment.
func impatient(command []string) *Grader { return waiting(command, 300*time.Millisecond) }

func waiting(command []string, patience time.Duration) *Grader {
	g := New(command)
	g.patience = patience
	return g
}

// withPatience repeats an attempt with more patience until it succeeds: on a machine under load a
// program may not get anywhere in a moment.
func withPatience(t *testing.T, attempt func(patience time.Duration) error) {
	t.Helper()
	for patience := 300 * time.Millisecond; ; patience *= 4 {
		err := attempt(patience)
		if err == nil {
			return
		}
		if patience > 10*time.Second {
			t.Error(err)
			return
		}
	}
}

// expectEnded checks that no recorded process runs any more.
func expectEnded(t *testing.T, path string, processes int) {
	t.Helper()
	if err := checkEnded(path, processes); err != nil {
		t.Error(err)
	}
}

func checkEnded(path string, processes int) error {
	recorded, err := os.ReadFile(path)
	pids := strings.Fields(string(recorded))
	if err != nil || len(pids) < processes {
		return fmt.Errorf("the processes are %v, want %d at least, or %w", pids, processes, err)
	}
	for _, text := range pids {
		pid, err := strconv.Atoi(text)
		if err != nil {
			return err
		}
		for range 100 { // the child of a killed program belongs to init, which reaps it in its own time
			if err = syscall.Kill(pid, 0); err != nil || isZombie(pid) {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		if err == nil && !isZombie(pid) {
			return fmt.Errorf("process %d still runs", pid)
		}
	}
	return nil
}

// isZombie reports whether a process has ended and is only remembered.
func isZombie(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && strings.Contains(string(stat), ") Z ")
}

// A program that hangs is killed with its children and run once more, with the answers it left.
func TestHanging(t *testing.T) {
	t.Parallel()
	withPatience(t, func(patience time.Duration) error {
		pids := filepath.Join(t.TempDir(), "pids")
		grades, err := gradeAll(t.Context(), waiting(command(t, "hang", pids), patience), replies(2)...)
		if err != nil || len(grades) != 2 {
			return fmt.Errorf("got %v, %w", grades, err)
		}
		return checkEnded(pids, 3)
	})
	withPatience(t, func(patience time.Duration) error {
		pids := filepath.Join(t.TempDir(), "pids")
		grades, err := gradeAll(t.Context(), waiting(command(t, "hang-always", pids), patience), replies(2)...)
		want := fmt.Sprintf("gave no grade for %s, twice: 2 answers without one", patience)
		if err == nil || len(grades) != 0 || !strings.Contains(err.Error(), want) {
			return fmt.Errorf("got %v, %w", grades, err)
		}
		return checkEnded(pids, 4)
	})
	if _, err := gradeAll(t.Context(), impatient(command(t, "deaf")), quiz.Reply{Form: strings.Repeat("long ", 1<<17)}); err == nil {
		t.Error("a program that reads nothing succeeds")
	}
}

// A program that has graded everything has a moment to end.
func TestLingering(t *testing.T) {
	pids := filepath.Join(t.TempDir(), "pids")
	before := time.Now()
	grades, err := gradeAll(t.Context(), impatient(command(t, "linger", pids)), replies(2)...)
	if err != nil || len(grades) != 2 || time.Since(before) > time.Minute/2 { // the program sleeps for a minute
		t.Errorf("got %v, %v after %s", grades, err, time.Since(before))
	}
	expectEnded(t, pids, 2)
}

// A program may be slow, as long as it isn't silent. Nothing that it starts outlives it.
func TestSteady(t *testing.T) {
	t.Parallel()
	pids := filepath.Join(t.TempDir(), "pids")
	g := New(command(t, "steady", pids))
	g.patience = time.Second
	if grades, err := gradeAll(t.Context(), g, replies(3)...); err != nil || len(grades) != 3 || len(strings.Fields(readFile(t, pids))) != 1 {
		t.Errorf("got %v, %v from %s", grades, err, readFile(t, pids))
	}
	pids = filepath.Join(t.TempDir(), "pids")
	if _, err := gradeAll(t.Context(), New(command(t, "leave", pids)), replies(1)...); err != nil {
		t.Error(err)
	}
	expectEnded(t, pids, 1)
}

// An error of found, and a context that is done, end the program.
func TestEnding(t *testing.T) {
	full := errors.New("disk full")
	calls := 0
	err := New(command(t, "good")).Grade(t.Context(), closures(), replies(2), func(int, quiz.Grade) error {
		calls++
		return full
	})
	if !errors.Is(err, full) || calls != 1 {
		t.Errorf("got %v after %d calls", err, calls)
	}
	pids := filepath.Join(t.TempDir(), "pids")
	deadline := errors.New("deadline")
	ctx, cancel := context.WithCancelCause(t.Context())
	err = New(command(t, "hang", pids)).Grade(ctx, closures(), replies(2), func(int, quiz.Grade) error {
		cancel(deadline)
		return nil
	})
	if !errors.Is(err, deadline) {
		t.Errorf("got %v", err)
	}
	expectEnded(t, pids, 1)
}

// A question without key points is graded offline.
func TestWithoutPoints(t *testing.T) {
	q := closures()
	q.KeyPoints = nil
	err := New([]string{"no-such-program"}).Grade(t.Context(), q, replies(1), func(_ int, g quiz.Grade) error {
		if !strings.HasPrefix(g.Grader, "offline ") {
			t.Errorf("got %+v", g)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestCheck(t *testing.T) {
	if err := New(command(t, "good")).Check(t.Context()); err != nil {
		t.Error(err)
	}
	if err := New(command(t, "nothing")).Check(t.Context()); err == nil {
		t.Error("a grader that says nothing is fine")
	}
}
