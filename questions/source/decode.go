package source

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	utf "golang.org/x/text/encoding/unicode"
)

// Decode decodes a file as text with line feeds at the ends of its
// lines. A file that is no UTF-8 gets a diagnostic.
func Decode(data []byte) (text string, diagnostics []Diagnostic) {
	text, line, read := decodeToUTF8(data)
	if read != "" {
		diagnostics = append(diagnostics, WarningAt(line, "encoding", fmt.Sprintf("this line is not UTF-8 and was read as %s: save the file as UTF-8", read)))
	}
	if strings.ContainsRune(text, '\r') {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	return text, diagnostics
}

// decodeToUTF8 decodes data by its byte-order mark, or as UTF-8. Other data is decoded in its most
// likely encoding. encoding is the name of that, and line the first line in it.
func decodeToUTF8(data []byte) (text string, line int, encoding string) {
	for _, mark := range [][]byte{{0xff, 0xfe}, {0xfe, 0xff}} {
		if bytes.HasPrefix(data, mark) {
			decoded, err := utf.UTF16(utf.LittleEndian, utf.UseBOM).NewDecoder().Bytes(data)
			if err == nil {
				return string(decoded), 0, ""
			}
		}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if utf8.Valid(data) {
		return string(data), 0, ""
	}
	bad := firstInvalidByte(data)
	line = 1 + bytes.Count(data[:bad], []byte("\n"))
	if chinese, ok := decodeGB18030(data); ok {
		return chinese, line, "GB 18030"
	}
	return decodeWindows1252Bytes(data), line, "Windows-1252"
}

// decodeGB18030 decodes text as GB 18030, if its bytes look like it. Characters of GB 18030 are
// pairs of bytes beyond ASCII. In Windows-1252 such bytes mostly stand alone, and in UTF-8 they
// form valid sequences.
func decodeGB18030(data []byte) (string, bool) {
	high, paired, valid := 0, 0, 0
	for i := range data {
		if data[i] < utf8.RuneSelf {
			continue
		}
		high++
		if _, size := utf8.DecodeRune(data[i:]); size > 1 {
			valid += size
		}
		if i > 0 && data[i-1] >= utf8.RuneSelf || i+1 < len(data) && data[i+1] >= utf8.RuneSelf {
			paired++
		}
	}
	if paired*10 < high*8 || valid*2 > high {
		return "", false
	}
	decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	return string(decoded), err == nil && !bytes.ContainsRune(decoded, utf8.RuneError)
}

// decodeWindows1252Bytes decodes the bytes that are no UTF-8 as Windows-1252, and leaves the
// others. Some files mix both.
func decodeWindows1252Bytes(data []byte) string {
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	for len(data) > 0 {
		c, size := utf8.DecodeRune(data)
		if c == utf8.RuneError && size == 1 {
			c = charmap.Windows1252.DecodeByte(data[0])
		}
		b.WriteRune(c)
		data = data[size:]
	}
	return b.String()
}

// firstInvalidByte returns the offset of the first byte that is no UTF-8.
func firstInvalidByte(data []byte) int {
	for i := 0; i < len(data); {
		c, size := utf8.DecodeRune(data[i:])
		if c == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(data)
}
