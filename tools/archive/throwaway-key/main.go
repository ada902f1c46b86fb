// Makes a key for a test: FOLDER/secret.gpg to sign with and FOLDER/public.gpg to verify with. It is not locked; nothing real is signed with it.
package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/ProtonMail/go-crypto/openpgp"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "Usage: throwaway-key NAME FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintf(os.Stderr, "Error: %v\n", err)
		os.Exit(1)
	}
}

func run(name, folder string) error {
	key, err := openpgp.NewEntity(name, "throwaway", "nobody@example.invalid", nil)
	if err != nil {
		return err
	}
	secret := func(file io.Writer) error { return key.SerializePrivate(file, nil) }
	if err := write(filepath.Join(folder, "secret.gpg"), secret); err != nil {
		return err
	}
	return write(filepath.Join(folder, "public.gpg"), key.Serialize)
}

func write(path string, serialize func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err := serialize(file); err != nil {
		return err
	}
	return file.Close()
}
