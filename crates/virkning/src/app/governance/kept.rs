//! The documents of a portfolio in the store: brought once, checked, and read for every page. An agreement that is sealed
//! is read as it was sealed, whatever was brought; one that nobody brought is read from where it is written.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use virkning_govern::Dossier;
use virkning_model::code_list::CodeList;
use virkning_model::id::{ContentHash, TermId};
use virkning_store::{NewPortfolioDocument, PortfolioDocument, content_hash};

use super::dossier::{add, errors_of};
use crate::app::Session;
use crate::app::check::{Checked, check_file, check_text, check_texts, documents};
use crate::app::failure::{Failure, Refusal};
use crate::app::folder::read_text;

/// The kinds of documents, as the store calls them.
const PORTFOLIO: &str = "portfolio";
const AGREEMENT: &str = "agreement";
const PAPER: &str = "paper";

impl Session<'_> {
    /// Keeps the portfolio of a file with everything that it names.
    pub fn keep_portfolio(&self, path: &Path) -> Result<Vec<PortfolioDocument>, Failure> {
        let checked = check_file(path, &self.codes()?.list)?;
        let Some(portfolio) = &checked.portfolio else {
            if checked.has_errors() {
                return Err(errors_of(checked));
            }
            return Err(Refusal::new("document-no-portfolio").with("path", path.display()).into());
        };
        let folder = path.parent().unwrap_or(Path::new("."));
        let named: Vec<PathBuf> = portfolio.documents.iter().map(|document| folder.join(document)).collect();
        let mut files = vec![(path.to_owned(), checked.text)];
        for path in documents(&named)? {
            files.push((path.clone(), read_text(&path)?));
        }
        self.keep_documents(files)
    }

    /// Keeps documents of the portfolio: its own, agreements and papers. One with errors stops all of them.
    pub fn keep_documents(&self, files: Vec<(PathBuf, String)>) -> Result<Vec<PortfolioDocument>, Failure> {
        let codes = self.codes()?.list;
        let mut brought: Vec<(&str, String, String)> = Vec::new();
        for (path, text) in files {
            let checked = check_text(&path, text, &codes);
            if checked.has_errors() {
                return Err(errors_of(checked));
            }
            let (kind, name) = named(&checked)
                .ok_or_else(|| Refusal::new("portfolio-not-a-document").with("path", checked.path.display()))?;
            brought.push((kind, name, checked.text));
        }
        let own = brought.iter().find(|(kind, _, _)| *kind == PORTFOLIO).map(|(_, name, _)| name.clone());
        let kept = self.store.portfolio_documents()?.into_iter().find(|one| one.kind == PORTFOLIO);
        let portfolio = match (own, kept) {
            (Some(own), Some(kept)) if own != kept.name => {
                return Err(Refusal::new("portfolio-other").with("given", own).with("kept", kept.name).into());
            }
            (Some(own), _) => TermId::new(&own).map_err(|_| Refusal::new("governance-id-invalid").with("id", own))?,
            (None, Some(kept)) => kept.portfolio,
            (None, None) => return Err(Refusal::new("portfolio-none").into()),
        };
        let actor = self.actor()?;
        let keep = |(kind, name, text): &(&str, String, String)| {
            let content = content_hash(text.as_bytes());
            let new = NewPortfolioDocument { portfolio: &portfolio, kind, name, content: &content, text };
            Ok(self.store.portfolio_document_keep(&actor, new)?.record)
        };
        brought.iter().map(keep).collect()
    }

    /// The portfolio that is kept, with everything that the store knows of it; nothing before one was brought. What the
    /// documents say is read anew only where one of them is another.
    pub(in crate::app) fn kept_dossier_anew(
        &self,
        read: &mut Option<ReadDocuments>,
    ) -> Result<Option<Dossier>, Failure> {
        let kept = self.store.portfolio_documents()?;
        let Some(own) = kept.iter().find(|one| one.kind == PORTFOLIO) else { return Ok(None) };
        let codes = self.codes()?;
        let mark = self.mark(&kept, &codes.hash)?;
        let mut dossier = match read {
            Some(known) if known.mark == mark => known.dossier.clone(),
            _ => {
                let texts = self.texts_of(own, &kept, &codes.list)?;
                let dossier = read_texts(own, texts, &codes.list, self.world.today())?;
                *read = Some(ReadDocuments { mark, dossier: dossier.clone() });
                dossier
            }
        };
        dossier.today = self.world.today();
        self.add_what_is_stored(&mut dossier)?;
        Ok(Some(dossier))
    }

    /// What the texts of the portfolio depend on: the documents, every seal, every text that is being written, the codes.
    fn mark(&self, kept: &[PortfolioDocument], codes: &ContentHash) -> Result<ContentHash, Failure> {
        let mut parts: Vec<String> = kept.iter().map(|one| one.content.to_string()).collect();
        for id in self.store.agreements()? {
            parts.extend(self.store.agreement_sealed(&id)?.map(|sealed| format!("{id} {}", sealed.hash)));
        }
        parts.extend(self.store.drafts()?.iter().map(|draft| format!("{} {}", draft.agreement, draft.revision)));
        parts.push(codes.to_string());
        Ok(content_hash(parts.join("\n").as_bytes()))
    }

    /// The texts of the portfolio's agreements, in the order of its ideas, and of its papers, by name.
    fn texts_of(
        &self,
        own: &PortfolioDocument,
        kept: &[PortfolioDocument],
        codes: &CodeList,
    ) -> Result<Vec<(PathBuf, String)>, Failure> {
        let Some(portfolio) = virkning_agreement::read(&own.text).portfolio else {
            return Err(errors_of(check_text(&path_of(own), own.text.clone(), codes)));
        };
        let mut texts: Vec<(PathBuf, String)> = Vec::new();
        for id in portfolio.ideas.iter().filter_map(|idea| idea.agreement.as_ref()) {
            let brought = kept.iter().find(|one| one.kind == AGREEMENT && one.name == id.as_str());
            let text = match (self.store.agreement_sealed(id)?, brought) {
                (Some(sealed), _) => Some(sealed.text),
                (None, Some(brought)) => Some(brought.text.clone()),
                // A text that somebody still writes on counts where nothing in it is wrong.
                (None, None) => {
                    let draft = self.store.draft(id)?.map(|draft| draft.text);
                    draft.filter(|text| check_text(Path::new("draft.md"), text.clone(), codes).agreement.is_some())
                }
            };
            texts.extend(text.map(|text| (PathBuf::from(format!("{id}.md")), text)));
        }
        let mut papers: Vec<&PortfolioDocument> = kept.iter().filter(|one| one.kind == PAPER).collect();
        papers.sort_by(|one, other| one.name.cmp(&other.name));
        texts.extend(papers.into_iter().map(|paper| (path_of(paper), paper.text.clone())));
        Ok(texts)
    }
}

/// Documents that were read, and the mark by which it shows that they are still the same.
pub struct ReadDocuments {
    mark: ContentHash,
    dossier: Dossier,
}

fn read_texts(
    own: &PortfolioDocument,
    texts: Vec<(PathBuf, String)>,
    codes: &CodeList,
    today: Date,
) -> Result<Dossier, Failure> {
    let checked = check_text(&path_of(own), own.text.clone(), codes);
    let Some(portfolio) = checked.portfolio else { return Err(errors_of(checked)) };
    let mut dossier = Dossier::new(portfolio, today);
    for file in check_texts(texts, codes) {
        add(&mut dossier, file)?;
    }
    Ok(dossier)
}

fn path_of(document: &PortfolioDocument) -> PathBuf {
    PathBuf::from(format!("{}.md", document.name))
}

/// The kind and the identifier of a document.
fn named(checked: &Checked) -> Option<(&'static str, String)> {
    let portfolio = checked.portfolio.as_ref().map(|portfolio| (PORTFOLIO, portfolio.id.to_string()));
    let agreement = checked.agreement.as_ref().map(|agreement| (AGREEMENT, agreement.id.to_string()));
    let paper = checked.document.as_ref().map(|paper| (PAPER, paper.id.to_string()));
    portfolio.or(agreement).or(paper)
}
