// Package drawing lays cards and forms out as Discord's messages and modals, and reads the modals
// that come back.
//
// Messages are made of Components V2. The Markdown of banks is written anew in Discord's own, and
// members' texts are escaped, so that nothing in them takes effect; no message ever mentions
// anybody. Nothing of a card is left out: a card that exceeds a message's limits becomes several.
package drawing
