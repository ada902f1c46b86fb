// Makes a key for a test: FOLDER/secret.gpg to sign with and FOLDER/public.gpg to verify with. Nothing real is signed with it.
package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/ProtonMail/go-crypto/openpgp"
)

func main() {
	if len(os.Args) < 3 || len(os.Args) > 4 {
		fmt.Fprintln(os.Stderr, "Usage: throwaway-key NAME FOLDER [PASSPHRASE]")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintf(os.Stderr, "Error: %v\n", err)
		os.Exit(1)
	}
}

func run(name, folder string, passphrase []string) error {
	key, err := openpgp.NewEntity(name, "throwaway", "nobody@example.invalid", nil)
	if err != nil {
		return err
	}
	if err := write(filepath.Join(folder, "public.gpg"), key.Serialize); err != nil {
		return err
	}
	if len(passphrase) > 0 {
		if err := key.EncryptPrivateKeys([]byte(passphrase[0]), nil); err != nil {
			return err
		}
	}
	// The parts of a new key are signed already, and a locked one cannot sign them.
	secret := func(file io.Writer) error { return key.SerializePrivateWithoutSigning(file, nil) }
	return write(filepath.Join(folder, "secret.gpg"), secret)
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
