package bot

// Looks is how a card would stand on a platform, for whoever writes banks.
type Looks struct {
	// Messages is how many messages the card takes.
	Messages int
	// Options is how many options a list in a form holds.
	Options int
	// Pictures and Links are addresses that the platform does not open, as they are written. Only their words are shown.
	Pictures, Links []string
	// Address is how long an address may be.
	Address int
}

// LooksOf fills in what does not depend on how a platform lays out. Opens reports whether it opens an address.
func LooksOf(card Card, options, address int, opens func(string) bool) Looks {
	looks := Looks{Options: options, Address: address}
	for _, part := range card.Parts {
		switch p := part.(type) {
		case Document:
			for _, url := range p.Doc.Pictures() {
				if !opens(url) {
					looks.Pictures = append(looks.Pictures, url)
				}
			}
			for _, url := range p.Doc.Links() {
				if !opens(url) {
					looks.Links = append(looks.Links, url)
				}
			}
		}
	}
	return looks
}
