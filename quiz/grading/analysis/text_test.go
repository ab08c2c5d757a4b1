package analysis

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"quizbot/quiz/grading/lexicon"
	"quizbot/quiz/grading/memory"
)

func TestText(t *testing.T) {
	lex := lexicon.New()
	depot := lex.Add([]string{"parcel depot", "depot"}, lexicon.Same)
	text := New(lex, "The parcel depot, a parcelDepot; 包裹包")
	for word, want := range map[string][]int32{"parcel": {1, 5}, "depot": {2, 5}, "parceldepot": {5}, "包": {7, 9}, "train": nil} {
		if got := text.Places(word); !slices.Equal(got, want) {
			t.Errorf("places of %s are %v, want %v", word, got, want)
		}
	}
	if want := []string{"parcel", "depot", "parceldepot"}; !slices.Equal(text.Names, want) {
		t.Errorf("names are %q, want %q", text.Names, want)
	}
	if want := []int32{0, 0, 0, None, 1, 1, None, 2, 2, 2}; !slices.Equal(text.ClauseOf, want) {
		t.Errorf("clauses of tokens are %v, want %v", text.ClauseOf, want)
	}
	var starts []int
	for h := range text.TermsOf(depot) {
		starts = append(starts, h.Start)
	}
	if !slices.Equal(starts, []int{1, 2}) {
		t.Errorf("terms of the depot begin at %v, want two", starts)
	}
	if got := text.Covering(2); !slices.Equal(got, []int32{0, 1}) {
		t.Errorf("the depot is covered by %v, want both terms", got)
	}
	if slice := text.Slice(2, 6); !slices.Equal(slice.Places("depot"), []int32{0, 3}) || len(slice.Terms) != 1 {
		t.Errorf("a slice has the depot at %v and the terms %v", slice.Places("depot"), slice.Terms)
	}
}

// TestIndexIsLikeAMap compares an index with a map of lists.
func TestIndexIsLikeAMap(t *testing.T) {
	const keys = 5
	rapid.Check(t, func(t *rapid.T) {
		pairs := rapid.SliceOf(rapid.Int32Range(0, keys-1)).Draw(t, "keys")
		want := map[int32][]int32{}
		for i, key := range pairs {
			want[key] = append(want[key], int32(i))
		}
		x := newIndex(&memory.Stack[int32]{}, &memory.Stack[int32]{}, keys, func(add func(key, value int32)) {
			for i, key := range pairs {
				add(key, int32(i))
			}
		})
		for key := range int32(keys) {
			if got := x.at(key); !slices.Equal(got, want[key]) {
				t.Fatalf("%d: %v, want %v", key, got, want[key])
			}
		}
	})
}
