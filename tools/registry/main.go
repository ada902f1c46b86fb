// Command registry, the OCI registry that charts are pushed to in tests. The project's own command also links the clients of three
// clouds; this one keeps what it is given in a folder.
package main

import (
	"os"

	"github.com/distribution/distribution/v3/registry"
	_ "github.com/distribution/distribution/v3/registry/storage/driver/filesystem"
)

func main() {
	if err := registry.RootCmd.Execute(); err != nil {
		os.Exit(1)
	}
}
