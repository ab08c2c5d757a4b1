package discord

import (
	"net/url"
	"testing"
)

// The permissions that the bot asks for are all that it names as lacking, and no more.
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
