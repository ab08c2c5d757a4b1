package markdown

// Pictures returns the addresses of the document's pictures as they stand in it, from top to bottom.
func (d Doc) Pictures() []string { return d.addresses(true) }

// Links returns the addresses of the document's links as they stand in it, from top to bottom. A link whose text has
// several looks is there once.
func (d Doc) Links() []string { return d.addresses(false) }

func (d Doc) addresses(ofPictures bool) []string {
	var list []string
	d.eachLine(func(l Line) {
		before := ""
		for _, s := range l {
			if s.URL != "" && s.Image == ofPictures && (ofPictures || s.URL != before) {
				list = append(list, s.URL)
			}
			before = s.URL
		}
	})
	return list
}

// eachLine calls do for every line of the document; a picture that stands alone is a line.
func (d Doc) eachLine(do func(Line)) {
	for _, block := range d {
		switch b := block.(type) {
		case Image:
			do(Line{{Text: b.Alt, URL: b.URL, Image: true}})
		case Paragraph:
			do(b.Line)
		case Heading:
			do(b.Line)
		case Quote:
			b.Blocks.eachLine(do)
		case List:
			for _, item := range b.Items {
				item.Blocks.eachLine(do)
			}
		case Table:
			for _, row := range append([][]Line{b.Header}, b.Rows...) {
				for _, cell := range row {
					do(cell)
				}
			}
		}
	}
}
