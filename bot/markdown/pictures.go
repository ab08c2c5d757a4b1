package markdown

// Pictures returns the addresses of the document's pictures as they stand in it, from top to bottom.
func (d Doc) Pictures() []string {
	var list []string
	for _, block := range d {
		list = append(list, picturesOf(block)...)
	}
	return list
}

func picturesOf(block Block) []string {
	var list []string
	switch b := block.(type) {
	case Image:
		return []string{b.URL}
	case Paragraph:
		return b.Line.pictures()
	case Heading:
		return b.Line.pictures()
	case Quote:
		return b.Blocks.Pictures()
	case List:
		for _, item := range b.Items {
			list = append(list, item.Blocks.Pictures()...)
		}
	case Table:
		for _, row := range append([][]Line{b.Header}, b.Rows...) {
			for _, cell := range row {
				list = append(list, cell.pictures()...)
			}
		}
	}
	return list
}

func (l Line) pictures() []string {
	var list []string
	for _, s := range l {
		if s.Image {
			list = append(list, s.URL)
		}
	}
	return list
}
