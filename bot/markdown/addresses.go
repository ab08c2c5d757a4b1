package markdown

// Pictures returns the addresses of the document's pictures in order.
func (d Doc) Pictures() []string { return d.collectURLs(true) }

// Links returns the addresses of the document's links in order. A link whose text has several
// styles is listed once.
func (d Doc) Links() []string { return d.collectURLs(false) }

func (d Doc) collectURLs(ofPictures bool) []string {
	var list []string
	d.forEachLine(func(l Line) {
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

// forEachLine calls do for every line of the document. A lone picture counts as a line.
func (d Doc) forEachLine(do func(Line)) {
	for _, block := range d {
		switch b := block.(type) {
		case Image:
			do(Line{{Text: b.Alt, URL: b.URL, Image: true}})
		case Paragraph:
			do(b.Line)
		case Heading:
			do(b.Line)
		case Quote:
			b.Blocks.forEachLine(do)
		case List:
			for _, item := range b.Items {
				item.Blocks.forEachLine(do)
			}
		case Table:
			for _, row := range append([][]Line{b.Header}, b.Rows...) {
				for _, cell := range row {
					do(cell)
				}
			}
		case Code, Rule: // without links
		}
	}
}
