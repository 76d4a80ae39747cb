//! Tables of choices that are laid over one another: a scenario's over its profile's.

/// A value that may be laid over another one of its kind.
pub(crate) trait Layered: Sized {
    /// What `self` says, and `base` where it says nothing.
    #[must_use]
    fn over(&self, base: &Self) -> Self;
}

impl<T: Layered + Clone> Layered for Option<T> {
    fn over(&self, base: &Self) -> Self {
        match (self, base) {
            (Some(over), Some(base)) => Some(over.over(base)),
            (over, base) => over.clone().or_else(|| base.clone()),
        }
    }
}

/// Values that replace what they are laid over.
macro_rules! replaces {
    ($($type:ty),* $(,)?) => {
        $(impl $crate::layered::Layered for $type {
            fn over(&self, _: &Self) -> Self {
                self.clone()
            }
        })*
    };
}

/// A table in which everything may be left out.
macro_rules! table {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* pub $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $(
                $(#[$field_meta])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $field: Option<$type>,
            )*
        }

        impl $crate::layered::Layered for $name {
            fn over(&self, base: &Self) -> Self {
                Self { $($field: $crate::layered::Layered::over(&self.$field, &base.$field),)* }
            }
        }
    };
}

pub(crate) use {replaces, table};

replaces!(bool, u8, u16, u32, String);

impl<T: Clone> Layered for Vec<T> {
    fn over(&self, _: &Self) -> Self {
        self.clone()
    }
}

impl<K: Clone, V: Clone> Layered for std::collections::BTreeMap<K, V> {
    fn over(&self, _: &Self) -> Self {
        self.clone()
    }
}
