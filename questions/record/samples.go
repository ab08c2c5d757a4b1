package record

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"

	"quizbot/questions/text"
	"quizbot/quiz"
	"quizbot/quiz/scoring"
)

// readSamples returns sample answers in any of the ways in which records hold them: texts or lines
// that begin with their band, objects with band and answer, and objects with bands as keys.
func readSamples(value any) []quiz.Sample {
	switch v := value.(type) {
	case nil:
		return nil
	case string:
		if list, ok := jsonList(v); ok {
			return readSamples(list)
		}
		var samples []quiz.Sample
		for _, line := range splitItems(v) {
			samples = append(samples, sampleOfText(line))
		}
		return samples
	case []any:
		var samples []quiz.Sample
		for _, item := range v {
			if line, ok := item.(string); ok {
				samples = append(samples, sampleOfText(line))
				continue
			}
			samples = append(samples, readSamples(item)...)
		}
		return samples
	case map[string]any:
		return samplesOfObject(v)
	}
	return nil
}

func sampleOfText(content string) quiz.Sample {
	band, answer, _ := text.CutBand(content)
	return quiz.Sample{Band: scoring.Band(band), Answer: answer}
}

// samplesOfObject returns the sample of an object with band and answer, or those of an object with
// bands as keys.
func samplesOfObject(fields map[string]any) []quiz.Sample {
	var samples []quiz.Sample
	one, named := quiz.Sample{}, false
	for _, name := range sortedKeys(fields) {
		if band, ok := text.BandOf(name); ok {
			for _, answer := range Scalars(fields[name]) {
				samples = append(samples, quiz.Sample{Band: scoring.Band(band), Answer: answer})
			}
			continue
		}
		content := strings.Join(Scalars(fields[name]), "\n")
		switch strings.ToLower(name) {
		case "band", "grade", "expected":
			band, _ := text.BandOf(content)
			one.Band, named = scoring.Band(band), true
		case "answer", "text":
			one.Answer, named = content, true
		}
	}
	if named {
		samples = append(samples, one)
	}
	return samples
}

// readTerms returns groups of terms: lists, or texts and lines with an equals sign or commas
// between the terms.
func readTerms(value any) [][]string {
	switch v := value.(type) {
	case string:
		if list, ok := jsonList(v); ok {
			return readTerms(list)
		}
		var groups [][]string
		for line := range strings.Lines(v) {
			groups = append(groups, text.TermGroup(line))
		}
		return withoutEmpty(groups)
	case []any:
		var groups [][]string
		for _, item := range v {
			if line, ok := item.(string); ok {
				groups = append(groups, text.TermGroup(line))
				continue
			}
			groups = append(groups, Scalars(item))
		}
		return withoutEmpty(groups)
	}
	return nil
}

// withoutEmpty returns the groups of at least two terms: one term has no other with its meaning.
func withoutEmpty(groups [][]string) [][]string {
	var kept [][]string
	for _, g := range groups {
		if len(g) > 1 {
			kept = append(kept, g)
		}
	}
	return kept
}

// jsonList returns the list of a cell that holds one in JSON.
func jsonList(content string) (list []any, ok bool) {
	if !strings.HasPrefix(content, "[") {
		return nil, false
	}
	d := json.NewDecoder(strings.NewReader(content))
	d.UseNumber()
	return list, d.Decode(&list) == nil && !d.More()
}

// JoinSamples returns sample answers as the lines of a cell, or as JSON where a line would not read
// back.
func JoinSamples(samples []quiz.Sample) string {
	lines, bare := make([]string, len(samples)), make([]quiz.Sample, len(samples))
	for i, s := range samples {
		lines[i], bare[i] = string(s.Band)+": "+s.Answer, quiz.Sample{Band: s.Band, Answer: s.Answer}
	}
	content := strings.Join(lines, "\n")
	if len(samples) == 0 || reflect.DeepEqual(readSamples(content), bare) {
		return content
	}
	return encodeCell(bare)
}

// JoinTerms returns groups of terms as a cell, in JSON.
func JoinTerms(groups [][]string) string {
	if len(groups) == 0 {
		return ""
	}
	return encodeCell(groups)
}

// encodeCell returns a value of strings in JSON.
func encodeCell(value any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return "" // strings never fail
	}
	return strings.TrimSuffix(b.String(), "\n")
}
