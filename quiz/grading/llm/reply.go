package llm

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// verdict is the model's verdict on one point.
type verdict struct {
	said  string // met, partly, missing or contradicted
	quote string
}

// The verdicts that a model may give.
const (
	saidMet          = "met"
	saidPartly       = "partly"
	saidMissing      = "missing"
	saidContradicted = "contradicted"
)

// maxQuote is the length of the longest quote that counts, in characters. A longer one would gather
// words from all over an answer.
const maxQuote = 300

// replyContent is what a model is asked to write.
type replyContent struct {
	Nonce  string `json:"nonce"`
	Points []struct {
		Point   *int   `json:"point"`
		Verdict string `json:"verdict"`
		Quote   string `json:"quote"`
	} `json:"points"`
}

// parseReply returns the verdicts of a reply on all points, in their order. Everything else in it is
// dropped. Errors don't repeat the reply.
func parseReply(text, nonce string, points int) ([]verdict, error) {
	start, end := strings.IndexByte(text, '{'), strings.LastIndexByte(text, '}')
	var reply replyContent
	if start < 0 || end < start || json.Unmarshal([]byte(text[start:end+1]), &reply) != nil {
		return nil, errors.New("its reply isn't the JSON that was asked for")
	}
	if reply.Nonce != nonce {
		return nil, errors.New("its reply doesn't repeat the nonce")
	}
	if len(reply.Points) != points {
		return nil, fmt.Errorf("its reply has %d verdicts on %d points", len(reply.Points), points)
	}
	list := make([]verdict, points)
	for _, p := range reply.Points {
		if p.Point == nil || *p.Point < 0 || *p.Point >= points || list[*p.Point].said != "" {
			return nil, errors.New("its reply doesn't have each point once")
		}
		switch p.Verdict {
		case saidMet, saidPartly, saidMissing, saidContradicted:
		default:
			return nil, errors.New("its reply has a verdict that doesn't exist")
		}
		if utf8.RuneCountInString(p.Quote) > maxQuote {
			p.Quote = ""
		}
		list[*p.Point] = verdict{p.Verdict, strings.TrimSpace(p.Quote)}
	}
	return list, nil
}

// schema describes the reply for servers that can be held to one.
func schema(points int) map[string]any {
	object := func(properties map[string]any, required ...string) map[string]any {
		return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
	}
	text := map[string]any{"type": "string"}
	var numbers []int
	for i := range points {
		numbers = append(numbers, i)
	}
	point := object(map[string]any{
		"point":   map[string]any{"type": "integer", "enum": numbers},
		"quote":   text,
		"verdict": map[string]any{"type": "string", "enum": []string{saidMet, saidPartly, saidMissing, saidContradicted}},
	}, "point", "quote", "verdict")
	return object(map[string]any{"nonce": text, "points": map[string]any{"type": "array", "items": point}}, "nonce", "points")
}
