package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/store/bolt"
)

// TestMain lets the test's binary, started again, be another process. More tests run side by side than
// there are processors: most of them wait for a timer or the disk.
func TestMain(m *testing.M) {
	switch path := os.Getenv("STORE_TEST_FILE"); os.Getenv("STORE_TEST_DO") {
	case "open":
		_, err := bolt.Open(path)
		fmt.Print(err)
	case "begin":
		if err := openAndAddRoom(path); err != nil {
			fmt.Print(err)
		} else {
			fmt.Print("done")
		}
	case "write":
		writeUntilKilled(path)
	case "forget":
		forgetUntilKilled(path)
	default:
		flag.Parse()
		if flag.Lookup("test.parallel").Value.String() == flag.Lookup("test.parallel").DefValue {
			_ = flag.Set("test.parallel", "4")
		}
		os.Exit(m.Run())
	}
}

func storeProcess(t *testing.T, do, path string) *exec.Cmd {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), "STORE_TEST_DO="+do, "STORE_TEST_FILE="+path)
	return c
}

func TestSecondProcess(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "quiz.db")
	openStore(t, path)
	start := time.Now()
	output, err := storeProcess(t, "open", path).CombinedOutput()
	if err != nil || !strings.Contains(string(output), "another quizbot has this file open") {
		t.Errorf("a second process says %q, %v", output, err)
	}
	if took := time.Since(start); took > time.Minute { // two seconds, on a machine that is not busy
		t.Errorf("it took %s", took)
	}
}

// writeUntilKilled adds rooms, and prints the number of each one that is on the disk, until it is
// killed.
func writeUntilKilled(path string) {
	s, err := bolt.Open(path)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	var printing sync.Mutex
	for caller := range 4 {
		go func() {
			for n := caller; ; n += 4 {
				if err := s.Update(context.Background(), addRoom(n)); err == nil {
					printing.Lock()
					fmt.Println(n)
					printing.Unlock()
				}
			}
		}()
	}
	select {}
}

// processOutput is the output of a process. It closes first with the first byte.
type processOutput struct {
	text  bytes.Buffer
	once  sync.Once
	first chan struct{}
}

func (h *processOutput) Write(p []byte) (int, error) {
	defer h.once.Do(func() { close(h.first) })
	return h.text.Write(p)
}

// Acknowledged updates are there after the process was killed.
func TestKilled(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "quiz.db")
	for round := range 3 {
		c := storeProcess(t, "write", path)
		output := &processOutput{first: make(chan struct{})}
		c.Stdout = output
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		select {
		case <-output.first:
		case <-time.After(time.Minute):
			t.Fatal("nothing is written")
		}
		time.Sleep(time.Duration(100*round) * time.Millisecond) // any moment will do
		_ = c.Process.Kill()
		_ = c.Wait()
		s := openStore(t, path)
		if err := s.Check(); err != nil {
			t.Fatal(err)
		}
		acknowledged := strings.Fields(output.text.String())
		for _, n := range acknowledged {
			err := s.View(context.Background(), func(tx quiz.Tx) error {
				_, err := tx.Room(quiz.RoomID(fmt.Sprintf("console/demo/%06s", n)))
				return err
			})
			if err != nil {
				t.Errorf("room %s was acknowledged: %v", n, err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// openAndAddRoom opens the file, writes a room, and closes the file.
func openAndAddRoom(path string) error {
	var n int
	if _, err := fmt.Sscan(os.Getenv("STORE_TEST_NUMBER"), &n); err != nil {
		return err
	}
	s, err := bolt.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(s.Update(context.Background(), addRoom(n)), s.Close())
}

// Of processes that make the same new file at once, each one keeps the rooms of the others.
func TestBegunAtOnce(t *testing.T) {
	for range 5 {
		path := filepath.Join(t.TempDir(), "quiz.db")
		output := make([]string, 4)
		var all sync.WaitGroup
		for n := range output {
			all.Go(func() {
				c := storeProcess(t, "begin", path)
				c.Env = append(c.Env, fmt.Sprintf("STORE_TEST_NUMBER=%d", n))
				out, _ := c.CombinedOutput()
				output[n] = string(out)
			})
		}
		all.Wait()
		s := openStore(t, path)
		done := 0
		for n, said := range output {
			if said == "done" {
				done++
				mustHaveRoom(t, s, n)
			} else if !strings.Contains(said, "another quizbot has this file open") {
				t.Errorf("process %d says %q", n, said)
			}
		}
		if done == 0 {
			t.Error("nobody began")
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		checkNothingBeside(t, path)
	}
}
