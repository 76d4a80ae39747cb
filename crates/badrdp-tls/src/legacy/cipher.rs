//! The ciphers of old TLS: CBC, RC4 and none.

use cbc::cipher::generic_array::GenericArray;
use cbc::cipher::{BlockDecryptMut, BlockEncryptMut, KeyIvInit, StreamCipher};
use rc4::KeyInit;

/// What encrypts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bulk {
    Aes128,
    Aes256,
    Null,
    Rc4,
    TripleDes,
}

impl Bulk {
    /// How long a key is.
    pub(super) const fn key_len(self) -> usize {
        match self {
            Self::Aes128 | Self::Rc4 => 16,
            Self::Aes256 => 32,
            Self::Null => 0,
            Self::TripleDes => 24,
        }
    }

    /// How long a block of CBC is; nothing for the others.
    pub(super) const fn block_len(self) -> usize {
        match self {
            Self::Aes128 | Self::Aes256 => 16,
            Self::Null | Self::Rc4 => 0,
            Self::TripleDes => 8,
        }
    }
}

/// A cipher that keeps its state from record to record.
pub(super) trait Cipher: Send {
    /// Encrypts or decrypts in place; whole blocks for a block cipher.
    fn run(&mut self, data: &mut [u8]);
}

struct Null;
struct Rc4(rc4::Rc4<rc4::consts::U16>);
struct Encrypt<C>(C);
struct Decrypt<C>(C);

impl Cipher for Null {
    fn run(&mut self, _: &mut [u8]) {}
}

impl Cipher for Rc4 {
    fn run(&mut self, data: &mut [u8]) {
        self.0.apply_keystream(data);
    }
}

impl<C: BlockEncryptMut + Send> Cipher for Encrypt<C> {
    fn run(&mut self, data: &mut [u8]) {
        for block in data.chunks_exact_mut(C::block_size()) {
            self.0
                .encrypt_block_mut(GenericArray::from_mut_slice(block));
        }
    }
}

impl<C: BlockDecryptMut + Send> Cipher for Decrypt<C> {
    fn run(&mut self, data: &mut [u8]) {
        for block in data.chunks_exact_mut(C::block_size()) {
            self.0
                .decrypt_block_mut(GenericArray::from_mut_slice(block));
        }
    }
}

/// INVARIANT: `key` and `iv` are as long as [`Bulk`] says, so every constructor succeeds.
pub(super) fn cipher(bulk: Bulk, key: &[u8], iv: &[u8], encrypts: bool) -> Box<dyn Cipher> {
    fn cbc<E, D>(key: &[u8], iv: &[u8], encrypts: bool) -> Box<dyn Cipher>
    where
        E: BlockEncryptMut + KeyIvInit + Send + 'static,
        D: BlockDecryptMut + KeyIvInit + Send + 'static,
    {
        if encrypts {
            E::new_from_slices(key, iv).map_or_else(|_| null(), |c| Box::new(Encrypt(c)))
        } else {
            D::new_from_slices(key, iv).map_or_else(|_| null(), |c| Box::new(Decrypt(c)))
        }
    }
    fn null() -> Box<dyn Cipher> {
        Box::new(Null)
    }
    match bulk {
        Bulk::Aes128 => {
            cbc::<cbc::Encryptor<aes::Aes128>, cbc::Decryptor<aes::Aes128>>(key, iv, encrypts)
        }
        Bulk::Aes256 => {
            cbc::<cbc::Encryptor<aes::Aes256>, cbc::Decryptor<aes::Aes256>>(key, iv, encrypts)
        }
        Bulk::Null => null(),
        Bulk::Rc4 => rc4::Rc4::new_from_slice(key).map_or_else(|_| null(), |c| Box::new(Rc4(c))),
        Bulk::TripleDes => {
            cbc::<cbc::Encryptor<des::TdesEde3>, cbc::Decryptor<des::TdesEde3>>(key, iv, encrypts)
        }
    }
}
