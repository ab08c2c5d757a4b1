package card

// Preview tells how a card would be shown on a platform. It is for people who write banks.
type Preview struct {
	// Messages is the number of messages that the card takes.
	Messages int
	// Options is the number of options that a list in a form holds.
	Options int
	// Pictures and Links are addresses, as they are written, that the platform does not open. Only
	// their text is shown.
	Pictures, Links []string
	// Address is the greatest length of an address.
	Address int
}

// NewPreview fills in the parts of a preview that don't depend on a platform's layout. opens
// reports whether the platform opens an address.
func NewPreview(card Card, options, address int, opens func(string) bool) Preview {
	p := Preview{Options: options, Address: address}
	for _, part := range card.Parts {
		document, ok := part.(Document)
		if !ok {
			continue
		}
		for _, url := range document.Doc.Pictures() {
			if !opens(url) {
				p.Pictures = append(p.Pictures, url)
			}
		}
		for _, url := range document.Doc.Links() {
			if !opens(url) {
				p.Links = append(p.Links, url)
			}
		}
	}
	return p
}
