package main

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
)

// answer is one graded answer.
type answer struct {
	set, qid            string
	question, reference string
	text                string
	grade               float64 // from 0 to 1
}

// readAnswers reads a file of graded answers, or half of its questions. The best score becomes 1.
func readAnswers(path string) ([]answer, error) {
	path, half, _ := strings.Cut(path, "@")
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimRight(string(content), "\n"), "\n")
	head := strings.Split(lines[0], "\t")
	top := 1.0
	var all []answer
	for n, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != len(head) {
			return nil, fmt.Errorf("%s:%d: %d cells, want %d", path, n+2, len(cells), len(head))
		}
		row := map[string]string{}
		for i, name := range head {
			row[name] = strings.ReplaceAll(cells[i], `\n`, "\n")
		}
		grade, err := gradeOf(row)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n+2, err)
		}
		top = max(top, grade)
		if half == "" || half == strconv.Itoa(hash(row["qid"])%2) {
			all = append(all, answer{path, row["qid"], row["question"], row["reference"], row["answer"], grade})
		}
	}
	for i := range all {
		all[i].grade /= top
	}
	return all, nil
}

func gradeOf(row map[string]string) (float64, error) {
	if label, ok := row["label"]; ok {
		if label == "correct" {
			return 1, nil
		}
		return 0, nil
	}
	return strconv.ParseFloat(row["score"], 64)
}

// hash returns a number that depends on a question's id alone.
func hash(qid string) int {
	h := fnv.New32a()
	h.Write([]byte(qid))
	return int(h.Sum32())
}

// newCheats returns answers that say nothing or everything, for each question, with the grade they
// deserve.
func newCheats(answers []answer) []answer {
	random := rand.New(rand.NewPCG(1, 2))
	var questions []answer
	seen := map[string]bool{}
	for _, a := range answers {
		if !seen[a.qid] {
			seen[a.qid] = true
			questions = append(questions, a)
		}
	}
	var all []answer
	for _, q := range questions {
		add := func(text string, grade float64) {
			q.text, q.grade = text, grade
			all = append(all, q)
		}
		own, _, _ := strings.Cut(q.reference, " ||| ")
		add(own, 1)
		add(shuffleWords(own, random), 0.5)
		add(q.question, 0)
		dump := ""
		for range 10 {
			if other := questions[random.IntN(len(questions))].reference; other != q.reference {
				dump += other + " "
			}
		}
		add(dump, 0)
		if other := questions[random.IntN(len(questions))].reference; other != q.reference {
			add(other, 0)
		}
	}
	return all
}

func shuffleWords(text string, random *rand.Rand) string {
	words := strings.Fields(text)
	if len(words) < 4 {
		words = strings.Split(text, "")
	}
	random.Shuffle(len(words), func(i, k int) { words[i], words[k] = words[k], words[i] })
	return strings.Join(words, " ")
}
