package gateway

import "strings"

// frameKind is what a conn makes of a frame.
type frameKind int

const (
	frameOther frameKind = iota
	// frameClose would end a session that is to be resumed.
	frameClose
	// frameInvalidSession is an invalid session on a connection with a session or resuming one.
	frameInvalidSession
	frameHeartbeat
)

// inspectFrame notes what a frame asks for.
func (c *conn) inspectFrame(frame []byte) frameKind {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.plain || len(frame) < 2 {
		return frameOther
	}
	if frame[0] == finalClose && !c.status.leaving {
		return frameClose
	}
	text := frameStart(frame)
	identifies := strings.HasPrefix(text, `{"op":2,`)
	if identifies && (c.status.requested || c.resumes) {
		c.status.invalid = true
		return frameInvalidSession
	}
	c.status.requested = c.status.requested || identifies || strings.HasPrefix(text, `{"op":6,`)
	if strings.HasPrefix(text, `{"op":1,`) {
		return frameHeartbeat
	}
	return frameOther
}

// Parts of frames, as https://www.rfc-editor.org/rfc/rfc6455#section-5.2 has them.
const (
	finalClose = 0x88
	opcodeMask = 0x0f
	opcodeText = 1
	sizeMask   = 0x7f
	size16     = 126
	size64     = 127
	startBytes = 8 // of a message; they tell its operation
)

// frameStart returns the first bytes of the text in a client's frame, empty if it is no text.
func frameStart(frame []byte) string {
	if frame[0]&opcodeMask != opcodeText {
		return ""
	}
	at := 2
	switch frame[1] & sizeMask {
	case size16:
		at += 2
	case size64:
		at += 8
	}
	if len(frame) < at+4+startBytes {
		return ""
	}
	mask, text := frame[at:at+4], make([]byte, startBytes)
	for i := range text {
		text[i] = frame[at+4+i] ^ mask[i%4]
	}
	return string(text)
}
