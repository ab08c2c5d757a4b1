package discord

import (
	"net/url"
	"testing"
)

// The requested permissions are exactly those reported as missing.
func TestInvitation(t *testing.T) {
	t.Parallel()
	address, err := url.Parse(Invitation("5"))
	if err != nil {
		t.Fatal(err)
	}
	q := address.Query()
	if names := missingNeeded(q.Get("permissions")); len(names) != 0 || q.Get("client_id") != "5" || q.Get("scope") != "bot applications.commands" {
		t.Errorf("%s: lacks %q", address, names)
	}
	if names := missingNeeded("0"); len(names) != len(neededPermissions()) {
		t.Errorf("without any it lacks %q", names)
	}
}
