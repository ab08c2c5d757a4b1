package discordspec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

const (
	kindJSON      = "application/json"
	kindMultipart = "multipart/form-data"
)

// filePart matches the name of a part with a file. A message may have ten.
var filePart = regexp.MustCompile(`^files\[[0-9]\]$`)

// checkBody returns the violations in a request's body.
func checkBody(described *openapi3.RequestBodyRef, contentType string, body []byte) []string {
	switch {
	case described == nil && len(body) > 0:
		return []string{fmt.Sprintf("the description has no body here, and this one has %d bytes", len(body))}
	case described == nil || len(body) == 0 && !described.Value.Required:
		return nil
	case len(body) == 0:
		return []string{"the body is missing"}
	}
	content := described.Value.Content
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil || content[kind] == nil {
		return []string{fmt.Sprintf("the body is of %q, not of %s", contentType, strings.Join(slices.Sorted(maps.Keys(content)), ", "))}
	}
	// A multipart body has the JSON in its part payload_json, and files in others.
	media := content[kindJSON]
	switch {
	case media == nil || kind != kindJSON && kind != kindMultipart:
		return []string{fmt.Sprintf("a body of %s here is not held against the description", kind)}
	case kind == kindMultipart:
		payload, wrong := payloadPart(body, params["boundary"])
		if len(wrong) > 0 {
			return wrong
		}
		body = payload
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return []string{"the body is no JSON: " + err.Error()}
	}
	return violationsOf(media.Schema.Value, value, "body")
}

// payloadPart returns the part payload_json of a multipart body, {} without one, and the
// violations of the parts.
func payloadPart(body []byte, boundary string) ([]byte, []string) {
	payload := []byte("{}")
	var wrong []string
	for r := multipart.NewReader(bytes.NewReader(body), boundary); ; {
		part, err := r.NextPart()
		if err == io.EOF { //nolint:errorlint // where the body ends too early the error wraps io.EOF
			return payload, wrong
		}
		if err != nil {
			return nil, []string{"the body's parts cannot be read: " + err.Error()}
		}
		switch name := part.FormName(); {
		case name == "payload_json":
			if payload, err = io.ReadAll(part); err != nil {
				return nil, []string{"the part payload_json cannot be read: " + err.Error()}
			}
		case !filePart.MatchString(name):
			wrong = append(wrong, fmt.Sprintf("the description has no part %q here", name))
		}
	}
}
