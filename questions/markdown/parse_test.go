package markdown

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"quizbot/questions/source"
)

// A long file is parsed a chunk at a time, which changes nothing in its blocks.
func TestChunks(t *testing.T) {
	for _, name := range []string{"headings.md", "opened.md", "summaries.md", "broken.md"} {
		data, err := os.ReadFile(filepath.Join("..", "testdata", "corpus", "markdown."+name))
		if err != nil {
			t.Fatal(err)
		}
		d := &Document{src: strings.Repeat(string(data)+"\n\n# next\n\n", 3)}
		d.lines = source.IndexLines(d.src)
		whole := d.parseBlocks(0, len(d.src), len(d.src))
		for _, size := range []int{1, 50, 100, 333} {
			if got := d.parseBlocks(0, len(d.src), size); !reflect.DeepEqual(got, whole) {
				t.Errorf("%s in chunks of %d bytes has other blocks", name, size)
			}
		}
	}
}
