//! The least a ratatui program can be that shows a page and a list, and moves a highlight: what the game is measured
//! against. Nothing of the game is in it.

use std::io;

use crossterm::event::{Event, KeyCode, read};
use crossterm::execute;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{List, ListState, Paragraph};

/// Shows the page until `q` is pressed.
pub fn run() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen)?;
    let mut terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
    let mut state = ListState::default().with_selected(Some(0));
    let line = "The night porter keeps his book under the lamp, and writes each";
    let text = [line; 18].join("\n");
    loop {
        terminal.draw(|frame| {
            let rows = [Constraint::Length(2), Constraint::Fill(1), Constraint::Length(3), Constraint::Length(1)];
            let [head, body, list, foot] = Layout::vertical(rows).areas(frame.area());
            frame.render_widget(Paragraph::new("The Form").style(Modifier::BOLD), head);
            frame.render_widget(Paragraph::new(text.as_str()), body);
            let choices = List::new(["1. Say Spain, and mean it", "2. Write your name", "3. Let the clock strike"]);
            let choices = choices.highlight_style(Style::new().reversed()).highlight_symbol("> ");
            frame.render_stateful_widget(choices, list, &mut state);
            frame.render_widget(Paragraph::new("? Help  n Notes  q Quit"), foot);
        })?;
        match read()? {
            Event::Key(key) if key.code == KeyCode::Char('j') => state.select_next(),
            Event::Key(key) if key.code == KeyCode::Char('k') => state.select_previous(),
            Event::Key(key) if key.code == KeyCode::Char('q') => break,
            _ => {}
        }
    }
    execute!(io::stdout(), LeaveAlternateScreen)?;
    disable_raw_mode()
}
