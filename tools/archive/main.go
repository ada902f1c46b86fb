// Writes NAME-VERSION.tgz of a chart, with the files and the layout of `helm package`, but for Chart.yaml, which stays as it is.
// With a key it writes NAME-VERSION.tgz.prov beside it, as `helm package --sign` does. Helm itself reads the chart and signs.
package main

import (
	"archive/tar"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
	"helm.sh/helm/v4/pkg/chart/common"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/provenance"
	"sigs.k8s.io/yaml"
)

// When every file was changed: GNU tar warns of times before it.
var changed = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

type signing struct {
	key, keyring, passphraseFile string
}

func main() {
	var sign signing
	folder := flag.String("chart", "", "folder of the chart")
	destination := flag.String("destination", ".", "folder to write to")
	flag.StringVar(&sign.key, "key", "", "name of the key, or a part of it; without it nothing is signed")
	flag.StringVar(&sign.keyring, "keyring", "", "file of the secret keys, as `gpg --export-secret-keys` writes it")
	flag.StringVar(&sign.passphraseFile, "passphrase-file", "", "file whose first line opens the key, when it is locked")
	flag.Parse()
	if err := run(*folder, *destination, sign, flag.Args()); err != nil {
		fmt.Fprintf(os.Stderr, "Error: %v\n", err)
		os.Exit(1)
	}
}

func run(folder, destination string, sign signing, rest []string) error {
	if folder == "" || len(rest) > 0 {
		return errors.New("give the folder of one chart, as in --chart charts/postgres, and no other words")
	}
	if (sign.key == "") != (sign.keyring == "") {
		return errors.New("--key and --keyring go together: the name of the key, and the file that holds it")
	}
	loaded, err := loader.LoadDir(folder)
	if err == nil {
		err = loaded.Validate()
	}
	if err != nil {
		return fmt.Errorf("the chart %s: %w", folder, err)
	}
	archive, err := pack(loaded)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("%s-%s.tgz", loaded.Name(), loaded.Metadata.Version)
	// Signed before anything is written, so that no archive is left without the signature that was asked for.
	signature := ""
	if sign.key != "" {
		if signature, err = clearSign(archive, name, loaded, sign); err != nil {
			return err
		}
	}
	return write(filepath.Join(destination, name), archive, signature)
}

// The archive: Chart.yaml first, as Helm has it, then all other files by name.
func pack(loaded *chart.Chart) ([]byte, error) {
	files := append([]*common.File{}, loaded.Raw...)
	sort.Slice(files, func(a, b int) bool {
		if isChartfile := files[a].Name == util.ChartfileName; isChartfile != (files[b].Name == util.ChartfileName) {
			return isChartfile
		}
		return files[a].Name < files[b].Name
	})
	var archive bytes.Buffer
	zipper, err := gzip.NewWriterLevel(&archive, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	writer := tar.NewWriter(zipper)
	for _, file := range files {
		header := &tar.Header{Name: loaded.Name() + "/" + filepath.ToSlash(file.Name), Mode: 0o644, Size: int64(len(file.Data)), ModTime: changed}
		if err := writer.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := writer.Write(file.Data); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(writer.Close(), zipper.Close()); err != nil {
		return nil, err
	}
	return archive.Bytes(), nil
}

func clearSign(archive []byte, name string, loaded *chart.Chart, sign signing) (string, error) {
	signatory, err := provenance.NewFromKeyring(sign.keyring, sign.key)
	if err != nil {
		return "", fmt.Errorf("the keyring %s: %w", sign.keyring, err)
	}
	if signatory.Entity == nil {
		return "", fmt.Errorf("the keyring %s has no key with the name %q", sign.keyring, sign.key)
	}
	if err := signatory.DecryptKey(func(key string) ([]byte, error) { return passphrase(key, sign.passphraseFile) }); err != nil {
		return "", fmt.Errorf("the key %q of %s: %w", sign.key, sign.keyring, err)
	}
	metadata, err := yaml.Marshal(loaded.Metadata)
	if err != nil {
		return "", err
	}
	return signatory.ClearSign(archive, name, metadata)
}

func passphrase(key, file string) ([]byte, error) {
	if file == "" {
		return nil, fmt.Errorf("%s is locked; give --passphrase-file", key)
	}
	text, err := os.ReadFile(file)
	first, _, _ := strings.Cut(string(text), "\n")
	return []byte(strings.TrimSuffix(first, "\r")), err
}

// Leaves no signature of an earlier archive beside a new one.
func write(file string, archive []byte, signature string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	if err := os.RemoveAll(file + ".prov"); err != nil {
		return err
	}
	if err := os.WriteFile(file, archive, 0o644); err != nil {
		return err
	}
	fmt.Println(file)
	if signature == "" {
		return nil
	}
	fmt.Println(file + ".prov")
	return os.WriteFile(file+".prov", []byte(signature), 0o644)
}
